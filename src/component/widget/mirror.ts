import type { Parameter, Parameterized } from '../../param/index.ts';

interface Mirroring extends Parameterized {
  value: unknown;
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
}

/** An instance of `Class` that mirrors a parameter, both ways. `options` win over what the parameter says. */
export function mirror(Class: MirroringClass, parameter: Parameter, options: object): Parameterized {
  const fitting = (): object => ({ ...known(Class, slotsOf(parameter)), ...options });
  const widget = new Class({ ...fitting(), value: parameter.value } as never) as Mirroring;
  const { param } = parameter.obj as Parameterized;
  const name = parameter.name as never;
  param.watch(() => (widget.value = parameter.value), name);
  for (const what of ['label', 'constant', 'bounds', 'softBounds', 'step', 'objects']) {
    if (what in parameter) param.watch(() => widget.param.update(fitting()), name, { what });
  }
  widget.param.watch(() => assign(parameter, widget), 'value' as never);
  return widget;
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
  const { label, doc: description, constant, readonly, bounds, softBounds, step, objects } = parameter as unknown as Shown;
  const [start, end] = softBounds ?? bounds ?? [];
  return { label, description, disabled: constant || readonly, start, end, step, options: objects };
}

/** Those values that `Class` has parameters for. */
function known(Class: MirroringClass, values: Readonly<Record<string, unknown>>): object {
  const params = (Class as unknown as typeof Parameterized).param;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name in params && value != null));
}
