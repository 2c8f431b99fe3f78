import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SeenEnd, SeenTask } from '../thread/index.ts';
import { CANCELLED, Colors, FAILED } from './colors.ts';
import { bytes, duration, number, perSecond } from './format.ts';
import { type Lane, loadOf } from './lanes.ts';
import { followMemory, pageMemory } from './memory.ts';
import { type Done, Observation, type Sample, type SessionSample, SPAN, type Watched } from './observation.ts';
import { draw } from './strip.ts';

/** How often it looks at the page, in ms, and how often it moves the stream on: about a pixel. */
const PACE = 500;
const MOVE = 40;

/**
 * Shows what happens on a page: sessions, and the task stream of its threads, in the manner of Dask's dashboard. It draws
 * with the page's frames, so not in a hidden tab. Live regions say only what the reader's own clicks did.
 */
export class Dashboard {
  readonly #place: HTMLElement;
  readonly #watched: Watched;
  readonly #close: () => void;
  readonly #observation: Observation;
  readonly #colors = new Colors();
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #sample: Sample;
  /** The sample has not been rendered yet. */
  #fresh = true;
  #drawn = -Infinity;
  /** When the stream was stopped, where it is. */
  #paused: number | undefined;
  #said = '';

  /** Fills `place` until `signal` aborts. */
  constructor(place: HTMLElement, watched: Watched, close: () => void, signal: AbortSignal) {
    this.#place = place;
    this.#watched = watched;
    this.#close = close;
    this.#observation = new Observation(watched, signal);
    this.#sample = this.#observation.sample();
    void followMemory((memory) => (this.#observation.memory = memory), signal);
    let frame = 0;
    const next = (): void => {
      this.#frame(performance.now());
      frame = requestAnimationFrame(next);
    };
    const timer = setInterval(() => this.#look(), PACE);
    const end = (): void => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
    };
    signal.addEventListener('abort', end, { once: true });
    next();
  }

  /** Goes on in a hidden tab and in a pause, since looking is also what forgets the past. */
  #look(): void {
    const sample = this.#observation.sample();
    if (this.#paused !== undefined) return;
    this.#sample = sample;
    this.#fresh = true;
  }

  #frame(at: number): void {
    const fresh = this.#fresh;
    if (fresh) this.#render();
    if (fresh || (at - this.#drawn >= MOVE && this.#paused === undefined && !this.#calm.matches)) this.#draw(this.#paused ?? at);
  }

  /** What has the focus may go with the task or session that it belongs to: the heading above is where to go on from. */
  #render(): void {
    this.#fresh = false;
    const focused = (this.#place.getRootNode() as ShadowRoot).activeElement;
    const section = focused?.closest('section');
    render(this.#page(this.#sample), this.#place);
    if (focused && !focused.isConnected) focusHeading(section);
  }

  /** Colours are given while it renders: sessions come before lanes. */
  #draw(at: number): void {
    this.#drawn = at;
    const canvases = this.#place.querySelectorAll('canvas');
    for (const [index, lane] of this.#sample.lanes.entries()) {
      const canvas = canvases[index];
      if (canvas) draw(canvas, lane, this.#colors, SPAN, at);
    }
  }

  #say(what: string): void {
    this.#said = what;
    this.#render();
  }

  #pause(): void {
    const lanes = this.#sample.lanes.map((lane) => ({ ...lane, bars: lane.bars.map((bar) => ({ ...bar })) }));
    this.#paused = this.#paused === undefined ? performance.now() : undefined;
    this.#sample = { ...this.#sample, lanes };
    this.#fresh = true;
  }

  #cancel(task: SeenTask, button: Element): void {
    const cancelled = this.#watched.pool.cancel(task.key, `Task '${task.name}' was cancelled in the monitor.`);
    this.#say(`Task ${task.name} ${cancelled ? 'was cancelled' : 'is over already'}.`);
    focusHeading(button.closest('section')); // pressed once more, the button would cancel what comes next
  }

  #cancelQueued({ record: { id, name } }: SessionSample, button: Element): void {
    const count = this.#watched.pool.cancelQueued(id, 'The task was cancelled in the monitor before it began.');
    this.#say(`Cancelled ${number(count, 'queued task')} of ${name}.`);
    focusHeading(button.closest('section'));
  }

  #restart({ record }: SessionSample): void {
    record.restart?.();
    this.#say(`Session ${record.name} starts anew.`);
  }

  #page(sample: Sample): TemplateResult {
    const { sessions, lanes, recent } = sample;
    return html`${this.#summary(sample)}
      <div class="parts">
        <section class="sessions" aria-labelledby="sessions">
          <h3 id="sessions" tabindex="-1">Sessions</h3>
          ${sessions.length === 0 ? html`<p class="quiet">No app runs on this page.</p>` : nothing}
          <ul>
            ${repeat(
              sessions,
              ({ record }) => record.id,
              (session) => this.#session(session),
            )}
          </ul>
        </section>
        <section class="stream" aria-labelledby="stream">
          <h3 id="stream" tabindex="-1">Threads</h3>
          ${lanes.length === 0 ? html`<p class="quiet">No thread has started: threads start with the first task.</p>` : this.#lanes(lanes)}
          ${recent.length === 0 ? nothing : this.#recent(recent)}
        </section>
      </div>
      <p class="said" role="status">${this.#said}</p>`;
  }

  #summary({ threads, size, tasks, messages }: Sample): TemplateResult {
    const memory = pageMemory();
    const paused = this.#paused !== undefined;
    return html`<div class="head">
      <h2>Monitor</h2>
      <dl>
        ${fact('Threads', threads)} ${fact('Pool size', size)} ${fact('Tasks', `${perSecond(tasks)}/s`)}
        ${fact('Messages', `${perSecond(messages)}/s`)} ${memory === null ? nothing : fact('Page', bytes(memory))}
      </dl>
      <button type="button" aria-pressed=${paused ? 'true' : 'false'} @click=${() => this.#pause()}>Pause</button>
      <button type="button" aria-label="Close the monitor" @click=${this.#close}>✕</button>
    </div>`;
  }

  #session(session: SessionSample): TemplateResult {
    const { record, state, queued, running, messages, dropped, memory } = session;
    const { id, name, place, errors, lastError } = record;
    return html`<li class="session">
      <div class="line">
        <span class="swatch" .style=${`background:${this.#colors.of(id)}`}></span>
        <span class="name" title=${name}>${name}</span>
        <span class="quiet">${place === 'page' ? `${id}, in the page` : id}</span>
        <span class="state ${state}">${state}</span>
        <span class="actions">
          ${
            queued > 0
              ? html`<button
                  type="button"
                  aria-label="Cancel what is queued of ${name}, ${id}"
                  @click=${(event: Event) => this.#cancelQueued(session, event.currentTarget as Element)}
                >
                  Cancel queued
                </button>`
              : nothing
          }
          ${
            record.restart
              ? html`<button type="button" aria-label="Restart ${name}, ${id}" @click=${() => this.#restart(session)}>Restart</button>`
              : nothing
          }
        </span>
      </div>
      <dl>
        ${fact('Running', running)} ${fact('Queued', queued)} ${fact('Messages', `${perSecond(messages)}/s`)}
        ${dropped === null ? nothing : fact('Stale runs dropped', dropped)} ${memory === null ? nothing : fact('Memory', bytes(memory))}
        ${fact('Errors', errors, errors > 0)}
      </dl>
      ${lastError ? html`<p class="error">${`${lastError.what}: ${lastError.name}: ${lastError.message}`}</p>` : nothing}
    </li>`;
  }

  #lanes(lanes: readonly Lane[]): TemplateResult {
    const at = this.#paused ?? performance.now();
    return html`<ul>
        ${repeat(
          lanes,
          ({ id }) => id,
          (lane) => this.#lane(lane, at),
        )}
      </ul>
      <div class="axis">
        <span>${SPAN / 1000} s ago</span>
        <span><span class="mark" .style=${`background:${FAILED}`}></span> failed</span>
        <span><span class="mark" .style=${`background:${CANCELLED}`}></span> cancelled</span>
        <span>now</span>
      </div>`;
  }

  #lane(lane: Lane, at: number): TemplateResult {
    const { id, bars, current, behind, gone } = lane;
    const done = bars.reduce((sum, { count }) => sum + count, 0);
    const load = Math.round(100 * loadOf(lane, SPAN, at));
    return html`<li class="lane ${gone ? 'gone' : ''}">
      <div class="line">
        <span class="quiet">${id}</span>
        ${current ? this.#current(current, at) : html`<span class="quiet">${idle(lane)}</span>`}
        ${behind > 0 ? html`<span class="quiet">+${behind}</span>` : nothing}
        ${
          current
            ? html`<button
                type="button"
                aria-label="Cancel ${current.task.name} on ${id}"
                @click=${(event: Event) => this.#cancel(current.task, event.currentTarget as Element)}
              >
                Cancel
              </button>`
            : nothing
        }
      </div>
      <canvas role="img" aria-label="${id}, last ${SPAN / 1000} s: ${number(done, 'task')}, ${load} % of the time"></canvas>
    </li>`;
  }

  #current({ task, since }: NonNullable<Lane['current']>, at: number): TemplateResult {
    return html`<span class="swatch" .style=${`background:${this.#colors.of(task.session)}`}></span>
      <span class="name" title=${task.name}>${task.name}</span>
      <span class="quiet">${task.session}</span>
      <span class="quiet">${duration(Math.max(0, at - since))}</span>`;
  }

  #recent(recent: readonly Done[]): TemplateResult {
    return html`<details>
      <summary>Last tasks</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Thread</th>
            <th scope="col">Took</th>
            <th scope="col">End</th>
          </tr>
        </thead>
        <tbody>
          ${recent.map(
            ({ task, thread, from, to, count, end }) =>
              html`<tr>
                <td>
                  <span class="swatch" .style=${`background:${this.#colors.of(task.session)}`}></span
                  >${task.name}${count > 1 ? ` × ${count}` : nothing}
                  <span class="quiet">${task.session}</span>
                </td>
                <td>${thread}</td>
                <td>${duration(to - from)}</td>
                <td class=${mark(end)}>${end}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
  }
}

function focusHeading(section: Element | null | undefined): void {
  section?.querySelector('h3')?.focus({ preventScroll: true });
}

function idle({ gone, up }: Lane): string {
  if (gone) return 'ended';
  return up ? 'idle' : 'starting';
}

/** A task that somebody cancelled did not fail. */
function mark(end: SeenEnd): string {
  if (end === 'finished') return '';
  return end === 'cancelled' ? 'quiet' : 'bad';
}

function fact(name: string, value: string | number, bad = false): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd class=${bad ? 'bad' : ''}>${value}</dd>
  </div>`;
}
