import { css, type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import type { ModelRef } from '../../../link/index.ts';
import type { ModelRecord } from '../../record.ts';
import { theme } from '../../theme.ts';
import { View } from '../../view.ts';
import { loadBokeh } from './load.ts';
import { Plot, type Step } from './plot.ts';
import type { Palette } from './theme.ts';

interface BokehValues {
  readonly object: ModelRef | null;
  readonly altText: string | null;
  readonly bokehUrl: string | null;
}

interface FigureOptions {
  readonly width?: number;
  readonly height?: number;
  readonly sizing_mode?: string;
  readonly title?: unknown;
}

/** BokehJS's own defaults, in CSS pixels. */
const WIDTH = 600;
const HEIGHT = 600;

/** Shows a recorded figure on BokehJS, which is loaded when the first one is shown. Until then its place is kept free. */
export class BokehView extends View<BokehValues> {
  static override properties = { problem: { state: true }, ready: { state: true } };
  declare problem: string | undefined;
  declare ready: boolean;

  static override styles: CSSResultGroup = [
    theme,
    css`
      figure {
        margin: 0;
        max-width: 100%;
        box-sizing: border-box;
        /* A change of the host's colours starts a transition here, whatever the reason of the change. */
        color: var(--text);
        transition: color 1ms;
      }
      figure[aria-busy='true'] {
        border-radius: var(--radius);
        background: color-mix(in oklab, var(--fill) 50%, transparent);
      }
      p {
        margin: 0;
        padding: var(--s3) var(--s4);
        color: var(--danger);
        overflow-wrap: anywhere;
      }
      .muted {
        color: var(--muted);
      }
      .line {
        color: var(--line);
      }
      .surface {
        color: var(--surface);
      }
    `,
  ];

  #shown: number | undefined;
  #plot: Plot | undefined;
  #end = new AbortController();

  constructor() {
    super();
    this.problem = undefined;
    this.ready = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dress(); // the new place may have other colours, and what was just inserted makes no transitions
  }

  override dispose(): void {
    this.#end.abort();
    super.dispose();
  }

  override render(): TemplateResult | typeof nothing {
    const figure = this.#figure();
    if (!figure) return nothing;
    const label = this.values.altText ?? titleOf(figure.values['options'] as FigureOptions);
    return html`
      <figure aria-label=${label} aria-busy=${!this.ready && !this.problem} @transitionrun=${this.#dress}>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
        ${['muted', 'line', 'surface'].map((name) => html`<i class=${name} hidden></i>`)}
      </figure>
    `;
  }

  protected override updated(): void {
    this.#resize();
    const id = this.values.object?.$model;
    if (id === this.#shown) return;
    this.#shown = id;
    this.#end.abort();
    this.#end = new AbortController();
    this.#plot = undefined;
    this.ready = false;
    this.problem = undefined;
    const figure = this.#figure();
    if (figure) void this.#show(figure, this.#end.signal);
  }

  /** Never rejects: what goes wrong is shown in the plot's place and told to the component. */
  async #show(figure: ModelRecord, signal: AbortSignal): Promise<void> {
    try {
      const bokeh = await loadBokeh(this.values.bokehUrl);
      if (signal.aborted) return;
      const { sizing_mode = 'stretch_both', ...options } = figure.values['options'] as FigureOptions;
      const plot = new Plot(bokeh, { ...options, sizing_mode }, (ref) => this.record(ref), signal);
      const replay = (): void => {
        plot.replay(figure.values['steps'] as readonly Step[]);
        this.#dress();
      };
      this.#plot = plot;
      replay();
      figure.follow(() => this.#try(replay), signal);
      await plot.mount(this.renderRoot.querySelector('figure')!);
      if (signal.aborted) return;
      this.ready = true;
      watchSight(this, (seen) => (plot.seen = seen), signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.problem = error instanceof Error ? error.message : String(error);
    this.emit('failure', this.problem);
  }

  #figure(): ModelRecord | undefined {
    return this.values.object ? this.record(this.values.object) : undefined;
  }

  /** Keeps the plot's place: as wide as asked for, but never wider than its container. */
  #resize(): void {
    const place = this.renderRoot.querySelector('figure');
    const figure = this.#figure();
    if (place && figure) Object.assign(place.style, this.#size(figure.values['options'] as FigureOptions));
  }

  #size({ width, height, sizing_mode: mode }: FigureOptions): Record<'width' | 'height' | 'minHeight', string> {
    const pixels = { width: `${this.values.width ?? width ?? WIDTH}px`, height: `${this.values.height ?? height ?? HEIGHT}px` };
    if (mode === undefined) return { ...pixels, minHeight: '' };
    const fillsHeight = /both|height/.test(mode);
    const keepsHeight = /fixed|stretch_width/.test(mode);
    return { width: '', height: fillsHeight ? '100%' : '', minHeight: keepsHeight ? pixels.height : '' };
  }

  readonly #dress = (): void => {
    if (this.isConnected) this.#plot?.dress(this.#palette());
  };

  #palette(): Palette {
    const styleOf = (selector: string): CSSStyleDeclaration => getComputedStyle(this.renderRoot.querySelector(selector)!);
    return {
      text: styleOf('figure').color,
      muted: styleOf('.muted').color,
      line: styleOf('.line').color,
      surface: styleOf('.surface').color,
      font: styleOf('figure').fontFamily,
    };
  }
}

function titleOf({ title }: FigureOptions): string {
  return typeof title === 'string' && title !== '' ? title : 'Plot';
}

/** Tells whether any of an element is in sight, or nearly so; on paper all is. */
function watchSight(element: Element, tell: (seen: boolean) => void, signal: AbortSignal): void {
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), { rootMargin: '25%' });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  addEventListener('beforeprint', () => tell(true), { signal });
}
