import { hold, release } from './dispatch.ts';
import { ParameterRangeError } from './errors.ts';
import { checkNewName, valueAccessor } from './names.ts';
import type { Callback } from './kinds/object.ts';
import { connect, type LinkOptions, type Pairs } from './connect.ts';
import { parsed, schemaOf, valuesToJson, type Schema } from './json.ts';
import type { Parameter, ValueOf } from './parameter.ts';
import type { Ref, Reference } from './reference.ts';
import { scoped } from './scope.ts';
import { STATE, stateOf, type State } from './state.ts';
import { update, updateWhile } from './update.ts';
import { watchState } from './watch.ts';
import { checkWatching, type ChangeEvent, type Watcher, type WatchOptions } from './watcher.ts';

/** Parameters by name, as `with` is given them. */
export type Declarations = Readonly<Record<string, Parameter>>;

/** Values by name. */
export type Values<P> = { -readonly [K in keyof P]: ValueOf<P[K]> };

/** Values or references by name, none of which need be given. */
export type Options<P> = { readonly [K in keyof P]?: Option<ValueOf<P[K]>> };

/** A function is taken as it is where functions are values; elsewhere an asynchronous one is a reference. */
type Option<T> = T | ([Extract<T, Callback>] extends [never] ? Reference<T> : Ref<T>);

type Name<P> = keyof P & string;
/** The events of several parameters, told apart by their names. */
type EventOf<P, N extends Name<P> = Name<P>> = { [K in N]: ChangeEvent<ValueOf<P[K]>> & { readonly name: K } }[N];
type EventsOf<P, N extends Name<P> | readonly Name<P>[]> = N extends readonly Name<P>[]
  ? EventOf<P, N[number]>[]
  : N extends Name<P>
    ? [event: EventOf<P, N>]
    : never;

/** What each parameter is linked with: a parameter of the target, or a function. */
type LinkPairs<P, T> = {
  readonly [K in Name<P>]?: (keyof T & string) | ((target: T, event: ChangeEvent<ValueOf<P[K]>> & { readonly name: K }) => unknown);
};

/** The `param` of an instance: its parameters by name, and what can be done with them. */
export type Namespace<P> = InstanceParams<P> & { readonly [K in keyof P]: P[K] };

/** What can be done with the parameters of an instance. A parameter by one of these names is refused. */
export class InstanceParams<P = Declarations> {
  readonly [STATE]: State;

  constructor(state: State) {
    this[STATE] = state;
  }

  /**
   * Calls `fn` when any of `names` changes, with one event for each that did, in the order of `names`.
   *
   * The call is synchronous: an error reaches the setter, the value stays, and later watchers are not called. What `fn`
   * sets is told inside it, unless it is `queued`. What an asynchronous `fn` or a generator does later belongs to this
   * object; calls that overlap are not aborted. Throws `UnknownParameterError`, `DeclarationError` for a slot that the
   * kind does not have, `ParameterTypeError` for what is no function and `ParameterRangeError` for a negative precedence
   * or no names. After Param's `Parameterized.param.watch`.
   */
  watch<const N extends Name<P> | readonly Name<P>[]>(
    fn: (...events: EventsOf<P, N>) => unknown,
    names: N,
    options: WatchOptions = {},
  ): Watcher {
    const { title } = this[STATE];
    checkWatching(title, fn, options);
    const list = [names ?? []].flat() as readonly string[];
    if (list.length === 0)
      throw new ParameterRangeError({
        kind: 'Watcher',
        owner: title,
        name: 'names',
        rule: 'must name at least one parameter',
        value: names,
      });
    return watchState(this[STATE], list, fn as (...events: ChangeEvent[]) => unknown, options);
  }

  /** Ends a watcher; one that is being dispatched, or waits in a batch, is still called. Does nothing where it has ended. */
  unwatch(watcher: Watcher): void {
    this[STATE].unwatch(watcher);
  }

  /**
   * Sets several values as one change: all, and the values of references, are checked before the first is set, so that
   * an error leaves everything as it was; then each watcher is called once. One that fails leaves all values set.
   * After Param's `update`.
   */
  update(values: Options<P>): void;
  /**
   * The same for as long as `fn` runs, and its promise if it returns one; then values and references are restored, also
   * after an error, in a second change. Scopes that overlap may end in any order. Gives what `fn` gives.
   */
  update<R>(values: Options<P>, fn: () => R): R;
  update<R>(values: Options<P>, fn?: () => R): R | undefined {
    if (fn !== undefined) return updateWhile(this[STATE], values, fn);
    update(this[STATE], values);
    return undefined;
  }

  /**
   * Calls the watchers of each name as though its value had changed, with events of type `'triggered'`; an event
   * parameter is true meanwhile. References stay. Throws `UnknownParameterError`. After Param's `trigger`.
   */
  trigger(...names: Name<P>[]): void {
    hold();
    scoped(() => this[STATE].trigger(names), release);
  }

  /** All values now, by name, in the order of declaration. */
  values(): Values<P> {
    const state = this[STATE];
    return Object.fromEntries(state.names().map((name) => [name, state.getValue(name)])) as Values<P>;
  }

  /** All parameters, in the order of their declaration. */
  objects(): P {
    return this[STATE].parameters() as P;
  }

  /**
   * The values as JSON text: of `names`, or of all parameters that JSON can say, which leaves out functions and
   * instances. Dates are in ISO 8601, bytes in base64, choices with labels by their label; NaN, the infinities and −0
   * are text. An object of a class with parameters is written by these, alone or in a list; where several classes may be
   * meant it is left out. Throws `UnknownParameterError`, and `ParameterTypeError` for a value that JSON cannot say,
   * such as an object that contains itself. After Param's `serialize_parameters`, whose schema does the same for objects.
   */
  serializeParameters(names?: readonly Name<P>[]): string {
    return JSON.stringify(valuesToJson(this[STATE].title, this[STATE].parameters(), names));
  }

  /**
   * The values in a text of `serializeParameters`, not yet set: `update` them, or give them to a constructor. An object
   * is a new one: `new Class(values)`. Read-only and unknown parameters are left out; a value of another shape is left
   * as it is, to be refused when it is set. Throws `SyntaxError` for what is no JSON, `ParameterTypeError` for no object.
   */
  deserializeParameters(text: string): Partial<Values<P>> {
    return parsed(this[STATE].title, this[STATE].parameters(), text) as Partial<Values<P>>;
  }

  /** A JSON Schema of what `serializeParameters` gives, with labels as titles and docs as descriptions. */
  schema(names?: readonly Name<P>[]): Schema {
    return schemaOf(this[STATE].title, this[STATE].parameters(), names);
  }

  /**
   * At each change of a parameter, sets that of `target` which is paired with it, or calls the paired function:
   * `{ value: 'text' }` sets `target.text`, `{ value: (target, event) => … }` does what it says.
   *
   * With `bidirectional` the target's changes come back, without end or echo; that is refused for functions. `unwatch`
   * ends a watcher of the result. Throws `UnknownParameterError`, and `DeclarationError` where nothing is linked; all is
   * checked before anything is linked. After Panel's `Reactive.link`.
   */
  link<T extends object>(target: T, pairs: LinkPairs<P, T>, options: LinkOptions = {}): readonly Watcher[] {
    return connect(this[STATE], stateOf(target), pairs as Pairs | undefined, options);
  }

  /**
   * Adds a parameter to this instance only. Throws `DeclarationError` for a reserved name or one that is taken, and for
   * a default against the rules. After Param's `add_parameter`, which adds to the class and may replace.
   */
  addParameter(name: string, parameter: Parameter): void {
    const state = this[STATE];
    checkNewName(state.title, name, state.has(name));
    state.add(name, parameter);
    Object.defineProperty(state.obj, name, valueAccessor(name));
    Object.defineProperty(this, name, { get: () => state.parameter(name), configurable: true });
  }
}
