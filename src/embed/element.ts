import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionRecord } from '../host/index.ts';
import { type Design, describeError, type ErrorReport, pageConfig, type Session, type Theme } from '../session/index.ts';
import { decodeThrown, type WireThrown } from '../thread/index.ts';
import { applyTheme, designs, theme } from '../view/index.ts';
import { problem } from './problem.ts';
import { type App, connect, type RunMode, show } from './run.ts';
import { readSource, textSource } from './source.ts';
import { style } from './style.ts';

/** How many different errors of callbacks stay on screen; older ones make room. */
const MAX_NOTICES = 3;

/** An error on screen, as it came last, and how often it has come. */
interface Notice {
  readonly report: ErrorReport;
  readonly times: number;
}

/** `late`: it has been starting for long. `crashed`: what it showed is still there, but its session is not. */
type Phase = 'waiting' | 'starting' | 'late' | 'running' | 'failed' | 'crashed';

/** One run of an app: what has to end with it, and who waits for it. */
interface Attempt {
  readonly life: AbortController;
  readonly ready: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * `<heddle-app>`: an app in the flow of a page. Its code is a `<script type="heddle">` inside it, or the file
 * that `src` names; it runs as a session in a worker of its own (`run="worker"`, the default) or in the page.
 * Taking the element out of the page ends the session; putting it back starts another.
 *
 * Events: `heddle-ready`, and `heddle-error` with an {@link ErrorReport} as detail. Both bubble.
 */
export class HeddleApp extends LitElement {
  static override properties: PropertyDeclarations = {
    src: {},
    run: {},
    loading: {},
    theme: { reflect: true },
    design: { reflect: true },
    name: { reflect: true },
    editable: { type: Boolean },
    workerUrl: { attribute: 'worker-url' },
    phase: { state: true },
    notices: { state: true },
  };
  static override styles = [theme, designs, style];

  /** Address of the file with the app's code; null where the code is inside. */
  declare src: string | null;
  /** Where the app's code runs. Default `'worker'`. */
  declare run: RunMode;
  /** `lazy`: the app starts when it is about to be seen. */
  declare loading: 'eager' | 'lazy';
  /** Light or dark. Default `'auto'`: as the page around it. */
  declare theme: Theme;
  /** Whose manner it is shown in. Default `'native'`. */
  declare design: Design;
  /** Name of the app in messages. */
  declare name: string | null;
  /** Shows the code below the app, to be changed and run again. */
  declare editable: boolean;
  /** Address of heddle.js on the page's own origin, where its policy refuses workers from Blobs. Holds for the whole page. */
  declare workerUrl: string | null;
  declare phase: Phase;
  /** By what is the same in errors that come again: the place, and the message but for its numbers. */
  declare notices: ReadonlyMap<string, Notice>;

  /** The app, where its code is not in the page. Set before the element is put into the page. */
  app: App | undefined;

  #current = newAttempt();
  #session: Session | SessionRecord | undefined;
  #look: AbortController | undefined;
  #text = '';

  constructor() {
    super();
    this.src = null;
    this.run = 'worker';
    this.loading = 'eager';
    this.theme = 'auto';
    this.design = 'native';
    this.name = null;
    this.editable = false;
    this.workerUrl = null;
    this.phase = 'waiting';
    this.notices = new Map();
  }

  /** Settles when the app is on screen and its load callbacks have finished; rejects if it fails to start or has ended. */
  get ready(): Promise<void> {
    return this.#current.ready;
  }

  /**
   * The session of an app that runs in the page. Of one in a worker, what the page knows: its `id`, `name`, `phase`, whether it
   * is `busy`, and its `lastError`. Undefined while there is none.
   */
  get session(): Session | SessionRecord | undefined {
    return this.#session;
  }

  /** Ends the session and starts another one from the same code. */
  restart(): void {
    this.destroy();
    this.#current = newAttempt();
    this.#begin();
  }

  /** Ends the session: its hooks run, then its worker, tasks, timers and locks are freed. What it showed is taken away. */
  destroy(): void {
    const ended = new DOMException('The app has ended.', 'AbortError');
    // Who asks for `ready` later waits in vain, too.
    for (const attempt of [this.#current, (this.#current = newAttempt())]) {
      attempt.life.abort();
      attempt.reject(ended);
    }
    this.#session = undefined;
    this.phase = 'waiting';
    this.notices = new Map();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dress();
    if (this.phase !== 'waiting') return; // moved within the page
    if (this.#current.life.signal.aborted) this.#current = newAttempt();
    if (this.loading === 'lazy') this.#whenSeen(() => this.#begin());
    else this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#look?.abort();
    queueMicrotask(() => {
      if (!this.isConnected) this.destroy();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('theme')) this.#dress();
  }

  /** Makes the app light or dark, as asked for or as the page around it is. */
  #dress(): void {
    this.#look?.abort();
    if (!this.isConnected) return;
    this.#look = new AbortController();
    applyTheme(this, this.theme, this.#look.signal);
  }

  #whenSeen(begin: () => void): void {
    const { signal } = this.#current.life;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        begin();
      },
      { rootMargin: '200px' },
    );
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
    observer.observe(this);
  }

  #begin(): void {
    this.phase = 'starting';
    void this.#start(this.#current);
  }

  async #start(attempt: Attempt): Promise<void> {
    const { signal } = attempt.life;
    if (this.workerUrl !== null) pageConfig.workerUrl = this.workerUrl;
    try {
      const app = this.app ?? (await readSource(this, signal));
      const source = typeof app === 'function' ? undefined : app;
      this.#text = source?.text ?? '';
      const name = this.name ?? source?.name ?? 'app';
      const degraded = (reason: Error): void =>
        this.#notice(describeError(reason, 'starting the app in a worker; it runs in the page instead', ''));
      const connection = await connect(app, { name, inAddress: this.#inAddress() }, this.run, degraded, signal);
      connection.record.restart = () => this.restart();
      await this.updateComplete;
      if (signal.aborted) return connection.end();
      this.#session = 'session' in connection ? connection.session : connection.record;
      show(connection, this.#stage, source, this.#events(attempt), signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(attempt, describeError(error, 'starting the app', ''));
    }
  }

  /** The entries of the page's first app without a name stand alone in its address; other apps have a name before theirs. */
  #inAddress(): string {
    if (this.name !== null) return this.name;
    const place = [...document.querySelectorAll('heddle-app:not([name])')].indexOf(this);
    return place > 0 ? `app${place + 1}` : '';
  }

  #events(attempt: Attempt): Parameters<typeof show>[3] {
    return {
      ready: (isEmpty) => {
        // No notice: an app may be there for what it does.
        if (isEmpty) console.warn(`heddle: app '${this.#session?.name}' shows nothing: what is to be seen has to be .servable().`);
        this.phase = 'running';
        attempt.resolve();
        this.dispatchEvent(new CustomEvent('heddle-ready', { bubbles: true, composed: true }));
      },
      busy: (busy) => void this.toggleAttribute('busy', busy),
      look: ({ theme = this.theme, design = this.design }) => {
        this.theme = theme;
        this.design = design;
      },
      error: (report, weight) => {
        if (weight === 'fatal') this.#fail(attempt, report);
        else if (weight === 'callback') this.#notice(report);
        else this.#tell(report);
      },
      crashed: (report) => {
        this.#fail(attempt, report, 'crashed');
        this.removeAttribute('busy');
      },
    };
  }

  #fail(attempt: Attempt, report: ErrorReport, phase: Phase = 'failed'): void {
    this.phase = phase;
    this.#notice(report);
    attempt.reject(decodeThrown(wireOf(report), 'the app'));
  }

  #notice(report: ErrorReport): void {
    const { name, message, what, where } = report;
    const kind = JSON.stringify([name, message.replace(/\d+/g, ''), what, where]);
    const times = (this.notices.get(kind)?.times ?? 0) + 1;
    this.notices = new Map([...new Map(this.notices).set(kind, { report, times })].slice(-MAX_NOTICES));
    this.#tell(report);
  }

  #tell(report: ErrorReport): void {
    this.dispatchEvent(new CustomEvent('heddle-error', { bubbles: true, composed: true, detail: report }));
  }

  get #stage(): Element {
    return this.renderRoot.querySelector('.stage') as Element;
  }

  protected override render(): TemplateResult {
    return html`<div class="stage" part="stage" ?inert=${this.phase === 'crashed'}></div>
      ${this.phase === 'starting' || this.phase === 'late' ? this.#boot() : nothing}
      ${[...this.notices].map(([kind, { report, times }], index) =>
        problem(report, times, this.#actions(kind, index === this.notices.size - 1)),
      )}
      ${this.editable ? this.#editor() : nothing}`;
  }

  /** What takes long may be waiting for something that never comes, or turn in a circle. */
  #boot(): TemplateResult {
    const check = ({ animationName }: AnimationEvent): void => void (animationName === 'late' && (this.phase = 'late'));
    const why = this.phase === 'late' ? html`The app’s code has not come to its end yet. ${this.#restart()}` : nothing;
    return html`<p class="boot" role="status" @animationend=${check}>Starting… ${why}</p>`;
  }

  #restart(): TemplateResult {
    return html`<button type="button" @click=${() => this.restart()}>Restart</button>`;
  }

  #actions(kind: string, last: boolean): TemplateResult {
    const dismiss = (): void => {
      this.notices = new Map([...this.notices].filter(([other]) => other !== kind));
    };
    return html`<div class="actions">
      ${
        last && (this.phase === 'failed' || this.phase === 'crashed')
          ? this.#restart()
          : html`<button type="button" @click=${dismiss}>Dismiss</button>`
      }
    </div>`;
  }

  #editor(): TemplateResult {
    const run = (): void => {
      const text = this.renderRoot.querySelector('textarea')?.value ?? '';
      this.app = textSource(text, this.name);
      this.restart();
    };
    return html`<details class="editor">
      <summary>Edit the code</summary>
      <textarea spellcheck="false" rows="12" aria-label="Code of the app" .value=${this.#text}></textarea>
      <div class="actions"><button type="button" @click=${run}>Run</button></div>
    </details>`;
  }
}

function newAttempt(): Attempt {
  let settle: Omit<Attempt, 'life' | 'ready'> | undefined;
  const ready = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => undefined); // who does not ask for `ready` is told by the notice and by heddle-error
  return { life: new AbortController(), ready, ...(settle as unknown as Omit<Attempt, 'life' | 'ready'>) };
}

/** The error that a report describes, of its class where the page knows that. */
function wireOf({ name, message, stack = '', where, cause }: ErrorReport): WireThrown {
  const fields = where ? { where } : {};
  return { error: { classes: [name], name, message, stack, fields, ...(cause && { cause: wireOf(cause) }) } };
}
