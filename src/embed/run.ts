import { runApp } from '../app.ts';
import { rewriteImports } from '../compile/index.ts';
import { type AppName, type Connection, connectPage, connectWorker, type PageConnection } from '../host/index.ts';
import { Receiver } from '../link/index.ts';
import { createNamespace, type Heddle } from '../namespace.ts';
import { type AppSource, describeError, type ErrorReport, type ErrorWeight, type Look } from '../session/index.ts';
import { ThreadError } from '../thread/index.ts';
import { ViewTree } from '../view/index.ts';
import { liftThreads } from './lift.ts';
import { locateSyntaxError } from './syntax.ts';

/** A session's worker ended by itself: out of memory, closed by its own code, or killed by the browser. */
class SessionCrashed extends Error {
  override readonly name = 'SessionCrashed';
}

/** Where an app's code runs. */
export type RunMode = 'worker' | 'page';

/** An app: the text of a module, or a function that gets what `heddle` exports, bound to its session. */
export type App = AppSource | ((heddle: Heddle) => unknown);

/** What happens to a running app. */
export interface RunEvents {
  /** `isEmpty`: it has started and shows nothing. */
  ready(isEmpty: boolean): void;
  busy(busy: boolean): void;
  look(look: Look): void;
  error(report: ErrorReport, weight: ErrorWeight): void;
  /** The session is lost; what it showed stays, but nothing answers. */
  crashed(report: ErrorReport): void;
}

/**
 * Connects an app to a session of its own. A function runs in the page: it may refer to what is around it there. Where
 * no worker starts, text runs there too; `degraded` is told why, since the app can then freeze the page.
 */
export async function connect(
  app: App,
  name: AppName,
  mode: RunMode,
  degraded: (reason: Error) => void,
  signal: AbortSignal,
): Promise<Connection | PageConnection> {
  if (typeof app === 'function') return connectPage(name, name.name, (session) => app(createNamespace(session)));
  const lifted = await liftThreads(app);
  signal.throwIfAborted();
  const inPage = (): PageConnection => connectPage(name, app.name, (session) => runApp(lifted, session));
  if (mode === 'page') return inPage();
  try {
    return await connectWorker(name, lifted, signal);
  } catch (error) {
    if (!(error instanceof ThreadError) || signal.aborted) throw error;
    degraded(error);
    return inPage();
  }
}

/** Shows a session's document in `container` and tells its events, until `signal` aborts; the session ends then. */
export function show(
  connection: Connection,
  container: Element,
  source: AppSource | undefined,
  events: RunEvents,
  signal: AbortSignal,
): void {
  const views = new ViewTree(container, {
    edit: (...edit) => receiver.edit(...edit),
    event: (...event) => receiver.event(...event),
  });
  const receiver = new Receiver(connection.link, views, signal);
  connection.control.listen((message) => {
    if (message.type === 'error') {
      const { report, weight } = message;
      // What a destroy callback fails with comes when the app has ended.
      if (!signal.aborted || weight === 'callback') events.error(weight === 'fatal' && source ? placed(report, source) : report, weight);
    } else if (signal.aborted) return;
    else if (message.type === 'ready') events.ready(views.isEmpty);
    else if (message.type === 'busy') events.busy(message.busy);
    else if (message.type === 'look') events.look(message.look);
  });
  connection.onCrash((why) => events.crashed(describeError(new SessionCrashed(`The app's worker has ended: ${why}.`), 'the app', '')));
  tellFreezes(connection.control, signal);
  signal.addEventListener(
    'abort',
    () => {
      views.dispose();
      connection.end();
    },
    { once: true },
  );
}

/** Tells a session when its page is frozen or left, and when it is back. */
function tellFreezes(control: Connection['control'], signal: AbortSignal): void {
  const freeze = (): void => control.post({ type: 'freeze' });
  const thaw = (): void => control.post({ type: 'thaw' });
  addEventListener('pagehide', freeze, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && thaw(), { signal });
  // Browsers that freeze pages in the background say so.
  document.addEventListener('freeze', freeze, { signal });
  document.addEventListener('resume', thaw, { signal });
}

/** Adds the line of a syntax error, which the engine that refused the text did not tell. */
function placed(report: ErrorReport, { text, name: file }: AppSource): ErrorReport {
  if (report.name !== 'SyntaxError' || report.where) return report;
  const found = locateSyntaxError(rewriteImports(text, file));
  if (!found) return report;
  const { message, ...place } = found;
  return { ...report, message, where: { file, ...place } };
}
