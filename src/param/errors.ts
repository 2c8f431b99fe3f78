/** What went wrong: which parameter of whom broke which rule with which value. */
export interface Fault {
  /** Kind of the parameter, e.g. `'Integer'`; empty where there is no parameter. */
  readonly kind: string;
  /** Name of the owner's class. */
  readonly owner: string;
  /** Name of the parameter. */
  readonly name: string;
  /** The broken rule, e.g. `'must be at least 0'`. */
  readonly rule: string;
  /** What was to be set. */
  readonly value: unknown;
}

/** Any misuse of a parameter. The message says kind, owner, name, rule and value. */
export class ParameterError extends Error {
  /** Name of the class of the error. */
  override name = 'ParameterError';
  /** Kind of the parameter, e.g. `'Integer'`; empty where there is no parameter. */
  readonly kind: string;
  /** Name of the class that has the parameter; empty where it has no owner yet. */
  readonly owner: string;
  /** Name of the parameter. */
  readonly parameter: string;
  /** The broken rule, e.g. `'must be at least 0'`. */
  readonly rule: string;
  /** What was to be set. */
  readonly value: unknown;

  constructor(fault: Fault, message = describe(fault)) {
    super(message);
    this.kind = fault.kind;
    this.owner = fault.owner;
    this.parameter = fault.name;
    this.rule = fault.rule;
    this.value = fault.value;
  }
}

/** A value of the wrong type. */
export class ParameterTypeError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'ParameterTypeError';
}

/** A value of the right type that its bounds, pattern or choices exclude. */
export class ParameterRangeError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'ParameterRangeError';
}

/** A set of a constant parameter outside the constructor and `editConstant`. */
export class ConstantError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'ConstantError';
}

/** A set of a read-only parameter, which nothing allows. */
export class ReadonlyError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'ReadonlyError';
}

/** A name that is no parameter of its owner. */
export class UnknownParameterError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'UnknownParameterError';

  constructor(owner: string, name: string, known: readonly string[], value?: unknown) {
    const names = known.length > 0 ? `its parameters are ${known.join(', ')}` : 'it has none';
    const fault = { kind: '', owner, name, rule: 'must be a parameter', value };
    // The letters of a text that was spread, or the items of a list.
    const what = name === '0' ? `A text or list cannot stand for options of ${owner}` : `'${name}' is not a parameter of ${owner}`;
    super(fault, `${what}: ${names}.`);
  }
}

/** A declaration that contradicts itself: a bad slot, a reserved name, dependencies that do not exist. */
export class DeclarationError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'DeclarationError';
}

/**
 * Watchers, or expressions, that set each other off without end: one that is called more than ten times among more than
 * a hundred nested calls, or in as many rounds of queued ones. What they have set until then stays; events have fallen
 * back, and nothing is told late. Param has no such guard.
 */
export class LoopError extends ParameterError {
  /** Name of the class of the error. */
  override name = 'LoopError';
  /** The steps that lead from one to itself: parameters and derived values, e.g. `['Runner.a', 'rx(Runner.a).map(double)', 'Runner.a']`. */
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    const [, owner = '', name = ''] = /^([\w$]+)\.([\w$]+)$/.exec(path[0] ?? '') ?? [];
    const fault = { kind: '', owner, name, rule: 'must not set itself off', value: path };
    super(fault, `Watchers set each other off without end: ${path.join(' → ')}.`);
    this.path = path;
  }
}

/**
 * Thrown in or returned by a function that computes a value: the old value stays, nobody is told. Thrown by a watcher it
 * ends that call. It is no error either way. Param's `Skip`.
 */
export class Skip extends Error {
  /** Name of the class of the error. */
  override name = 'Skip';
}

function describe({ kind, owner, name, rule, value }: Fault): string {
  const place = owner === '' ? name : `${owner}.${name}`;
  return `${kind} parameter '${place}' ${rule}, not ${show(value)}.`;
}

const LONGEST = 80;

/** A value as an error message shows it: short, and never failing. */
export function show(value: unknown): string {
  const text = render(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function render(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.slice(0, LONGEST).map(item).join(', ')}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const name: unknown = value.constructor?.name;
  if (name !== 'Object' && typeof name === 'string') return `a ${name}`;
  return `{ ${Object.entries(value)
    .slice(0, LONGEST)
    .map(([key, it]) => `${key}: ${item(it)}`)
    .join(', ')} }`;
}

/** Nested containers are abbreviated, so that a cycle ends. */
function item(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length > 0 ? '…' : ''}]`;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) return '{…}';
  return render(value);
}
