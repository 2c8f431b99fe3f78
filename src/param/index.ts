export { batch, discardEvents, editConstant, unlink } from './batch.ts';
export { bind, type Bound, type BindOptions } from './bind.ts';
export { changed, isPlainObject, same } from './change.ts';
export { checkCallable, checkOptions } from './check.ts';
export type { LinkOptions } from './connect.ts';
export { endOf } from './consume.ts';
export { methodReference, type Dependency, type Depends } from './depends.ts';
export {
  ConstantError,
  DeclarationError,
  LoopError,
  ParameterError,
  ParameterRangeError,
  ParameterTypeError,
  ReadonlyError,
  Skip,
  UnknownParameterError,
} from './errors.ts';
export { droppedRuns } from './execution.ts';
export { follow, type Follower } from './follow.ts';
export { valueFromJson, valueToJson } from './json.ts';
export { param } from './kinds/index.ts';
export type * from './kinds/index.ts';
export { CallableParameter, type Callback } from './kinds/object.ts';
export { type Declarations, InstanceParams, type Namespace, type Options, type Values } from './namespace.ts';
export { Parameter, type Slots, type ValueOf } from './parameter.ts';
export { type Extended, Parameterized } from './parameterized.ts';
export { isRef, type AsyncSource, type Ref, type Reference, type Source } from './reference.ts';
export type { Run } from './run.ts';
export { rx, Rx } from './rx.ts';
export type { ObjectShare } from './share.ts';
export { parameterOf, parametersOf } from './state.ts';
export { ASYNC, REF, RULES, SHARE } from './symbols.ts';
export { adjust, maintain, observe, watchFor } from './watch.ts';
export { Watcher, type ChangeEvent, type WatchOptions } from './watcher.ts';
