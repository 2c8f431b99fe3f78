/** What the gallery shows: for each app its place, its words, and its source. */

export type Topic = 'Asynchronous' | 'Threads' | 'Task runners' | 'Sessions';

export interface Source {
  /** Tells apart the apps of one entry; also the name of the session in error messages. */
  readonly name: string;
  readonly code: string;
}

export interface Entry {
  /** Anchor of the entry in the page. */
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  /** One paragraph: what to do, what happens, why. */
  readonly text: string;
  readonly sources: readonly Source[];
}

const files = import.meta.glob<string>('./apps/*.js', { query: '?raw', import: 'default', eager: true });

export function source(name: string): Source {
  const code = files[`./apps/${name}.js`];
  if (code === undefined) throw new Error(`Gallery app '${name}' has no file in src/site/apps.`);
  return { name, code };
}

function entry(id: string, topic: Topic, title: string, text: string, names: readonly string[] = [id]): Entry {
  return { id, topic, title, text, sources: names.map(source) };
}

export const entries: readonly Entry[] = [
  entry(
    'async-click',
    'Asynchronous',
    'Asynchronous callbacks',
    'A callback may await. Every click starts a run of its own, and while one sleeps the next can begin: click three times and three runs ' +
      'are under way, ending in the order in which they started.',
  ),
  entry(
    'bind-fetch',
    'Asynchronous',
    'Bind a fetch to a slider',
    'Each position of the slider asks for an image. As soon as a newer position arrives, the signal of the older run aborts and its request ' +
      'with it, so what you see always belongs to where the slider stands, however slow the network was on the way.',
  ),
  entry(
    'stream-plot',
    'Asynchronous',
    'Stream into a plot, under a lock',
    'A locked callback keeps its session’s lock until it ends, awaits included. Click quickly: the runs queue up, and each continues ' +
      'the random walk exactly where the one before left it. Only the new points travel to the plot.',
  ),
  entry(
    'periodic-callback',
    'Asynchronous',
    'Periodic callbacks',
    'A callback that the session calls four times a second, started and stopped at will. It keeps time in the worker, where a browser does ' +
      'not slow timers down when you look at another tab, and it ends with its session.',
  ),
  entry(
    'sync-to-async',
    'Asynchronous',
    'A blocking function, awaited',
    'An asynchronous generator shows a spinner first and the answer later. The estimate itself is plain blocking code; wrapped in thread() it ' +
      'runs on a pool thread and gives a promise. Click again and the run before is cancelled.',
  ),
  entry(
    'thread-queue',
    'Threads',
    'A thread with a queue',
    'A thread takes items from a queue and grinds on each for a second. It blocks nobody: you can add items as fast as you click, and the text ' +
      'that the thread writes shows how many are waiting.',
  ),
  entry(
    'thread-condition',
    'Threads',
    'A thread with a condition',
    'A weaver sleeps on a condition until there are three spools in store, takes them under the condition’s lock, and weaves. Bring ' +
      'spools while it works: none gets lost, and none is used twice.',
  ),
  entry(
    'automatic-threading',
    'Threads',
    'Automatic threading',
    'With two threads configured, a click’s handler runs on the pool. Each click blocks its thread for two seconds, and still two clicks ' +
      'overlap; a third waits for the thread that is free first.',
  ),
  entry(
    'session-task-runner',
    'Task runners',
    'A task runner for one session',
    'The runner works through its tasks one after another, each on a thread of the pool. Queue a few: status and last result are ' +
      'parameters, so they show themselves. It stops with its session.',
  ),
  entry(
    'global-task-runner',
    'Task runners',
    'One task runner for all tabs',
    'Open this page in a second tab: both show the same results, since one loop serves every tab and session of the site. Close the tab that ' +
      'happens to run it, and another takes over.',
  ),
  entry(
    'two-sessions',
    'Sessions',
    'Two sessions, one of them busy',
    'Two readers, two sessions. Start the five-second job, then the one-second job: the short one is done after one second, because neither ' +
      'session waits for the other. Both block their own worker the whole time.',
    ['two-sessions-long', 'two-sessions-short'],
  ),
  entry(
    'error',
    'Sessions',
    'An error, in its place',
    'Eleven is too much for this slider. The message says what failed and where, which value broke which rule; it stands in the app’s own ' +
      'place, nothing of the bad value stays behind, and the rest of the page goes on.',
  ),
];
