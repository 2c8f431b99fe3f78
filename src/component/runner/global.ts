import { type Loop, Loops } from '../../origin/index.ts';
import { editConstant, param, rx } from '../../param/index.ts';
import { appOf, bindClass, type Session, sessionOf } from '../../session/index.ts';
import { Column } from '../layout/index.ts';
import { Str } from '../pane/index.ts';
import { Viewer } from '../viewer.ts';
import { FloatInput } from '../widget/index.ts';
import { onThreads, type Worker, workerParameter } from './on-thread.ts';

const MIN_SECONDS = 0.001;

export interface GlobalTaskRunnerOptions {
  /** Names the loop: the same in all sessions and tabs of the app that share it; see the `app` of `configure`. */
  key: string;
  /** Makes a result. It runs on a thread: its source is shipped, with what `uses` names. */
  worker: Worker;
  /** What the worker needs; see `thread()`. */
  uses?: Readonly<Record<string, unknown>>;
  /** Pause between two runs, in seconds, at least 0.001. Default 1. */
  seconds?: number;
}

/**
 * Runs a worker again and again: one loop for a key over all sessions and tabs of an app, whose results all of them
 * see. By default an app is what lies in one folder of the origin; `configure({ app })` names one wherever its pages are.
 * When the session that runs the loop ends, another goes on. A session has one runner for a key: a second
 * `new GlobalTaskRunner` with that key gives the first. (The GlobalTaskRunner of Panel's guide on manual threading.)
 *
 * Where a browser keeps sessions apart (no Web Locks, or no BroadcastChannel), each runs a loop of its own.
 */
export class GlobalTaskRunner extends Viewer.with({
  value: param.any({ constant: true, label: 'Last Result', doc: 'The most recent result' }),
  exception: param.instanceOf(Error, {
    default: null,
    allowNone: true,
    constant: true,
    label: 'Last Exception',
    doc: 'The error of the last run, if it failed',
  }),
  seconds: param.number({
    default: 1,
    bounds: [MIN_SECONDS, null],
    doc: 'Pause between two runs; an edit applies to the next pause, in all tabs',
  }),
  worker: workerParameter('Function that makes a result'),
  key: param.string({ default: '', constant: true, doc: 'Name of the loop' }),
}) {
  readonly #loop!: Loop;

  constructor({ key, uses, ...values } = {} as GlobalTaskRunnerOptions) {
    const session = sessionOf(new.target);
    const { loops, runners } = sharedBy(session);
    const existing = runners.get(key);
    if (existing) return existing;
    super({ ...values, key: key ?? (null as never) }); // so that a missing one is refused
    const onThread = onThreads(session, uses);
    runners.set(this.key, this);
    this.#loop = loops.open(this.key, {
      seconds: this.seconds,
      work: (term) => onThread(this.worker).with({ signal: term })(),
      onResult: (value, error) => this.#show({ value, exception: error ?? null }),
      onPace: (seconds) => this.#show({ seconds }),
      onRemove: () => runners.delete(this.key),
    });
    this.param.watch(() => this.#loop.setPace(this.seconds), 'seconds');
  }

  /** Ends the loop in every session and tab; settles when this session no longer runs it. The key is free then. */
  remove(): Promise<void> {
    return this.#loop.remove();
  }

  /** Ends the loops of all keys in every session and tab. */
  static removeAll(): Promise<void> {
    return sharedBy(sessionOf(this)).loops.removeAll();
  }

  view(): Column {
    const { session } = this;
    const Text = bindClass(Str, session);
    return new (bindClass(Column, session))(
      this.#secondsInput(),
      new Text(rx`Last Result: ${this.param.value}`),
      new Text(rx`Last Exception: ${this.param.exception}`),
    );
  }

  #secondsInput(): FloatInput {
    const options = { label: 'Seconds', value: this.seconds, start: MIN_SECONDS, step: 0.1, width: 150 };
    const input = new (bindClass(FloatInput, this.session))(options);
    input.param.watch(() => {
      if (input.valueThrottled !== null) this.seconds = input.valueThrottled;
    }, 'valueThrottled');
    this.param.watch(() => {
      input.value = this.seconds;
    }, 'seconds');
    return input;
  }

  /** An error of a watcher is the session's to report, and does not keep the loop from going on. */
  #show(values: { value?: unknown; exception?: Error | null; seconds?: number }): void {
    void this.session.dispatch(() => editConstant(this, () => this.param.update(values)), 'a watcher of GlobalTaskRunner');
  }
}

interface Shared {
  readonly loops: Loops;
  readonly runners: Map<string, GlobalTaskRunner>;
}

const shared = new WeakMap<Session, Shared>();

/** What the runners of one session have in common. */
function sharedBy(session: Session): Shared {
  let own = shared.get(session);
  if (!own) shared.set(session, (own = { loops: openLoops(session), runners: new Map() }));
  return own;
}

function openLoops(session: Session): Loops {
  const { signal } = session;
  const loops = new Loops(appOf(session), {
    signal,
    onAlone: warn,
    onError: (error) => session.report(error, 'GlobalTaskRunner'),
  });
  session.onSharing((there) => void (there ? loops.rejoin() : loops.resign()), signal);
  return loops;
}

let warned = false;

function warn(why: string): void {
  if (!warned) console.warn(`heddle: every session runs its own GlobalTaskRunner: ${why}.`);
  warned = true;
}
