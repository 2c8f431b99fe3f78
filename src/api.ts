import { bindHttp } from './http/index.ts';
import { bindSession, defaultSession, deferred } from './session/index.ts';
import { bindThreads } from './thread/index.ts';
import type * as threading from './thread/index.ts';

/**
 * What an app imports from `heddle`. Nothing here needs a DOM. In an app these names are bound to its session
 * (namespace.ts); imported by a page's own modules, they belong to the page's own session.
 */
export {
  Alert,
  Bokeh,
  Button,
  Checkbox,
  Column,
  ColumnDataSource,
  Component,
  figure,
  form,
  type FigureOptions,
  FloatInput,
  FloatSlider,
  GlobalTaskRunner,
  HTML,
  IntInput,
  IntSlider,
  JPG,
  LoadingSpinner,
  Markdown,
  panel,
  PNG,
  Progress,
  Row,
  Select,
  SessionTaskRunner,
  StaticText,
  Str,
  TextInput,
  Viewer,
  Widget,
} from './component/index.ts';
export {
  AbortError,
  BodyUsedError,
  FetchError,
  type FetchOptions,
  type FetchResponse,
  FetchTimeout,
  HttpStatusError,
  NetworkError,
} from './http/index.ts';
export {
  type ActionParameter,
  type ArrayParameter,
  batch,
  bind,
  type BooleanParameter,
  type Bound,
  type BytesParameter,
  type CallableParameter,
  type ChangeEvent,
  type ColorParameter,
  ConstantError,
  type DataFrameParameter,
  type DateParameter,
  type DateRangeParameter,
  DeclarationError,
  type Depends,
  type DictParameter,
  discardEvents,
  editConstant,
  type EventParameter,
  type Extended,
  type InstanceOfParameter,
  type IntegerParameter,
  type ListParameter,
  type ListSelectorParameter,
  LoopError,
  type MagnitudeParameter,
  type NumberParameter,
  param,
  type Parameter,
  ParameterError,
  Parameterized,
  ParameterRangeError,
  ParameterTypeError,
  type RangeParameter,
  ReadonlyError,
  type Reference,
  type Run,
  type Rx,
  rx,
  type SelectorParameter,
  Skip,
  type StringParameter,
  type TupleParameter,
  UnknownParameterError,
  type Watcher,
} from './param/index.ts';
export {
  asCompleted,
  BrokenBarrierError,
  Empty,
  Full,
  type Future,
  type FutureList,
  ShutDown,
  TaskCancelled,
  type TaskContext,
  type TaskStream,
  TaskTimeout,
  ThreadCrashed,
  ThreadError,
  type ThreadFunction,
  wait,
} from './thread/index.ts';
export type { CachedFunction, CacheOptions } from './session/index.ts';

export const state = deferred(() => defaultSession().state);
export const { configure, sleep, cache, persist, withLock, unlocked, hold } = bindSession(defaultSession);
export const {
  $thread,
  thread,
  threadModule,
  threads,
  Thread,
  ThreadPool,
  Lock,
  RLock,
  Event,
  Condition,
  Semaphore,
  BoundedSemaphore,
  Barrier,
  Queue,
  LifoQueue,
  PriorityQueue,
} = bindThreads(deferred(() => defaultSession().pool));
// Their instances' types go by the same names.
export type Thread = InstanceType<typeof Thread>;
export type ThreadPool = InstanceType<typeof ThreadPool>;
export type Lock = InstanceType<typeof Lock>;
export type RLock = InstanceType<typeof RLock>;
export type Event = InstanceType<typeof Event>;
export type Condition = InstanceType<typeof Condition>;
export type Semaphore = InstanceType<typeof Semaphore>;
export type BoundedSemaphore = InstanceType<typeof BoundedSemaphore>;
export type Barrier = InstanceType<typeof Barrier>;
export type Queue<T> = threading.Queue<T>;
export type LifoQueue<T> = threading.LifoQueue<T>;
export type PriorityQueue<T> = threading.PriorityQueue<T>;

/** The page's own requests live as long as the page. */
export const http = bindHttp({});
