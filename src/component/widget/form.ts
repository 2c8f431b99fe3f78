import { InstanceParams, Parameter, parameterOf, Parameterized, parametersOf } from '../../param/index.ts';
import { bindClass, defaultSession, type Session } from '../../session/index.ts';
import type { Component } from '../component.ts';
import { Column } from '../layout/index.ts';
import { setEditor } from '../pane/choose.ts';
import { Button } from './button.ts';
import { Checkbox } from './checkbox.ts';
import { FloatInput, IntInput } from './number-input.ts';
import { Select } from './select.ts';
import { FloatSlider, IntSlider } from './slider.ts';
import { StaticText } from './static-text.ts';
import { TextInput } from './text-input.ts';
import { setChooser } from './widget.ts';

interface FormOptions {
  /** Names of the parameters to show. Default: all whose precedence is not negative. */
  readonly parameters?: readonly string[];
  /** Other options are those of the column. */
  readonly [option: string]: unknown;
}

type Numeric = Parameter & { readonly bounds: readonly [number | null, number | null] | null };

/**
 * A column of widgets for the parameters of an object, by precedence and then in the order of their declaration
 * (Panel's Param pane). Numbers with both bounds get sliders; what nothing can edit is shown as text.
 */
export function form(
  object: Pick<Parameterized, 'param'> | InstanceParams,
  { parameters, ...options }: FormOptions = {},
  session: Session = defaultSession(),
): Column {
  const all = Object.values(parametersOf(object));
  const named = parameters && [parameters].flat().map((name) => parameterOf(object, name).name);
  const shown = all.filter(({ name, precedence }) => named?.includes(name) ?? (precedence ?? 0) >= 0);
  const sorted = shown.sort((a, b) => (a.precedence ?? 0) - (b.precedence ?? 0));
  return new (bindClass(Column, session))(...sorted.map((parameter) => control(parameter, {}, session)), options);
}

/** `form` for the components of one session. */
export function bindForm(session: Session) {
  return {
    form: (object: Pick<Parameterized, 'param'> | InstanceParams, options?: FormOptions): Column => form(object, options, session),
  };
}

setChooser(control);
setEditor(editor);

/** A form of an object or of its `param`, the widget of a parameter; nothing for what a user cannot edit: that is followed. */
function editor(object: unknown, options: object, session: Session): Component | undefined {
  const param = object instanceof Parameterized ? object.param : object;
  if (param instanceof InstanceParams) return form(param, options as FormOptions, session);
  return object instanceof Parameter && object.obj && isEditable(object) ? control(object, options, session) : undefined;
}

function control(parameter: Parameter, options: object, session: Session): Component {
  if (isTrigger(parameter)) return trigger(parameter, options, session);
  return bindClass(widgetFor(parameter), session).fromParam(parameter, options);
}

function trigger(parameter: Parameter, options: object, session: Session): Component {
  const onClick = (): unknown => {
    if (parameter.kind === 'Action') return (parameter.value as ((object: unknown) => unknown) | null)?.(parameter.obj);
    parameter.value = true;
    return undefined;
  };
  return new (bindClass(Button, session))({ label: parameter.label, description: parameter.doc, onClick, ...options });
}

function isEditable(parameter: Parameter): boolean {
  return isTrigger(parameter) || widgetFor(parameter) !== StaticText;
}

function isTrigger({ kind }: Parameter): boolean {
  return kind === 'Event' || kind === 'Action';
}

type EditorClass = typeof StaticText | typeof Checkbox | typeof FloatInput | typeof FloatSlider | typeof Select | typeof TextInput;

function widgetFor(parameter: Parameter): EditorClass {
  if (parameter.constant || parameter.readonly) return StaticText;
  switch (parameter.kind) {
    case 'Boolean':
      return Checkbox;
    case 'Integer':
      return isBounded(parameter) ? IntSlider : IntInput;
    case 'Number':
    case 'Magnitude':
      return isBounded(parameter) ? FloatSlider : FloatInput;
    case 'Selector':
      return Select;
    case 'String':
      return TextInput;
    default:
      return StaticText;
  }
}

function isBounded(parameter: Parameter): boolean {
  const { bounds } = parameter as Numeric;
  return bounds !== null && !bounds.includes(null) && !parameter.allowNone;
}
