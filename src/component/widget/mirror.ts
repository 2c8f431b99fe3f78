import { maintain, watchFor, type Parameter, type Parameterized } from '../../param/index.ts';

interface Mirroring extends Parameterized {
  value: unknown;
  start?: number | null;
  end?: number | null;
}

export type MirroringClass = new (options: never) => Parameterized;

/** Slots that a widget shows. */
interface Shown {
  readonly label: string;
  readonly doc: string;
  readonly constant: boolean;
  readonly readonly: boolean;
  readonly bounds?: readonly [number | null, number | null] | null;
  readonly softBounds?: readonly [number | null, number | null] | null;
  readonly step?: number | null;
  readonly objects?: unknown;
  readonly value?: number | null;
}

/**
 * An instance of `Class` that mirrors a parameter, both ways. `options` win over what the parameter says. The parameter's
 * object does not keep it: no function here may know the widget but as its argument.
 */
export function mirror(Class: MirroringClass, parameter: Parameter, options: object): Parameterized {
  const fitting = (): object => ({ ...known(Class, slotsOf(parameter)), ...options });
  const widget = new Class({ ...fitting(), value: parameter.value } as never) as Mirroring;
  const source = parameter.obj as Parameterized;
  const names = [parameter.name];
  watchFor(widget, source, names, (it) => follow(it, parameter.value));
  for (const what of ['label', 'constant', 'bounds', 'softBounds', 'step', 'objects']) {
    if (what in parameter) watchFor(widget, source, names, (it) => it.param.update(fitting()), { what });
  }
  maintain(widget, ['value'], (it) => assign(parameter, it));
  return widget;
}

/** Shows a value, also one beyond what the widget offered: soft bounds do not bind the parameter. */
function follow(widget: Mirroring, value: unknown): void {
  const { start, end } = widget;
  if (start != null && (value as number) < start) widget.start = value as number;
  if (end != null && (value as number) > end) widget.end = value as number;
  widget.value = value;
}

function assign(parameter: Parameter, widget: Mirroring): void {
  try {
    parameter.value = widget.value;
  } catch (error) {
    widget.value = parameter.value;
    throw error;
  }
}

function slotsOf(parameter: Parameter): Readonly<Record<string, unknown>> {
  const { label, doc: description, constant, readonly, bounds, softBounds, step, objects, value } = parameter as unknown as Shown;
  const limit = (side: 0 | 1, farther: typeof Math.min): number | null | undefined => {
    const set = softBounds?.[side] ?? bounds?.[side];
    return set == null ? set : farther(set, value ?? set);
  };
  return {
    label,
    description,
    disabled: constant || readonly,
    start: limit(0, Math.min),
    end: limit(1, Math.max),
    step,
    options: objects,
  };
}

/** Those values that `Class` has parameters for. */
function known(Class: MirroringClass, values: Readonly<Record<string, unknown>>): object {
  const params = (Class as unknown as typeof Parameterized).param;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name in params && value != null));
}
