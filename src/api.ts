import { bindHttp } from './http/index.ts';
import { bindSession, defaultSession, deferred } from './session/index.ts';
import { bindThreads } from './thread/index.ts';

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
export { batch, bind, discardEvents, editConstant, param, ParameterError, Parameterized, type Run, rx, Skip } from './param/index.ts';
export { asCompleted, type Future, ThreadCrashed, ThreadError, TaskCancelled, TaskTimeout, wait } from './thread/index.ts';

export const state = deferred(() => defaultSession().state);
export const { configure, sleep, withLock, unlocked, hold } = bindSession(defaultSession);
export const {
  thread,
  threads,
  Thread,
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
/** The page's own requests live as long as the page. */
export const http = bindHttp(new AbortController().signal);
