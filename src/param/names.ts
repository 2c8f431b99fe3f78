import { DeclarationError } from './errors.ts';
import { STATE, type Stateful } from './state.ts';

/** Members of `obj.param`, which a parameter would hide, and `param` itself. Beside them, what every object has is reserved. */
const RESERVED: ReadonlySet<string> = new Set([
  'watch',
  'unwatch',
  'update',
  'trigger',
  'values',
  'objects',
  'link',
  'addParameter',
  'serializeParameters',
  'deserializeParameters',
  'schema',
  'param',
]);

/** Throws where a parameter of that name would hide something, or could not be told from a path or a slot. */
export function checkName(title: string, name: string): void {
  const isReserved = RESERVED.has(name) || name in Object.prototype;
  if (isReserved) throw misnamed(title, name, 'must not have a reserved name', 'the name is reserved');
  if (name === '' || /[.:]/.test(name))
    throw misnamed(title, name, 'must have a name without dots and colons', 'dots and colons are for paths and slots');
}

function misnamed(title: string, name: string, rule: string, reason: string): DeclarationError {
  const fault = { kind: '', owner: title, name, rule, value: name };
  return new DeclarationError(fault, `A parameter of ${title} cannot be named '${name}': ${reason}.`);
}

/** The same for a parameter that is added later: what an object has already cannot be replaced under its feet. */
export function checkNewName(title: string, name: string, isTaken: boolean): void {
  checkName(title, name);
  if (!isTaken) return;
  throw new DeclarationError(
    { kind: '', owner: title, name, rule: 'must be a new name', value: name },
    `A parameter '${name}' cannot be added to ${title}, which has one of that name.`,
  );
}

/** The property by which an object's parameter is read and set. */
export function valueAccessor(name: string): PropertyDescriptor & ThisType<Stateful> {
  return {
    get() {
      return this[STATE].getValue(name);
    },
    set(value: unknown) {
      this[STATE].setValue(name, value);
    },
    configurable: true,
  };
}
