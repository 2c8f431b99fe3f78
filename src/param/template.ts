import { DeclarationError, show } from './errors.ts';

const FIELDS = /\{\{|\}\}|\{(\w*)\}/g;

/** A value as a text shows it: null and undefined as nothing. */
export function display(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** Throws where `template` is no text, or has a field that is not among `names`. */
export function checkTemplate(template: string, names: readonly string[]): void {
  // `rx('n is {n}').format({ n })` is how Python has it.
  if (typeof template !== 'string') {
    const fault = { kind: 'Rx', owner: '', name: 'format', rule: "must be given a text such as 'n is {n}'", value: template };
    throw new DeclarationError(fault, `The format of an rx ${fault.rule} first, not ${show(template)}.`);
  }
  for (const [field, name] of template.matchAll(FIELDS)) {
    if (name === undefined || name === '' || names.includes(name)) continue;
    const fault = { kind: 'Rx', owner: '', name, rule: 'must be given a value', value: template };
    throw new DeclarationError(fault, `The format ${JSON.stringify(template)} has a field ${field} that is given no value.`);
  }
}

/** Fills `{}` with `value` and `{name}` with the value of that name; `{{` and `}}` stand for braces. */
export function interpolate(template: string, value: unknown, names: readonly string[], values: readonly unknown[]): string {
  return template.replace(FIELDS, (field: string, name: string | undefined) => {
    if (name === undefined) return field.charAt(0);
    return display(name === '' ? value : values[names.indexOf(name)]);
  });
}
