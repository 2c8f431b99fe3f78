import { css, type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { resolveUrl } from '../../../http/index.ts';
import type { ModelRef } from '../../../link/index.ts';
import type { ModelRecord } from '../../record.ts';
import { besideHeddle } from '../../script.ts';
import { theme } from '../../theme.ts';
import { View } from '../../view.ts';
import { loadShow } from './load-show.ts';
import type { Shown } from './show.ts';

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

/** Keeps the place of a plot. What draws the plot there, and BokehJS, is loaded when the first one is shown. */
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
        direction: ltr; /* BokehJS puts its toolbar over the axis else */
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
    `,
  ];

  #id: number | undefined;
  #shown: Shown | undefined;
  #end = new AbortController();

  constructor() {
    super();
    this.problem = undefined;
    this.ready = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#shown?.dress(); // the new place may have other colours, and what was just inserted makes no transitions
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
      <figure aria-label=${label} aria-busy=${!this.ready && !this.problem}>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      </figure>
    `;
  }

  protected override updated(): void {
    this.#resize();
    const id = this.values.object?.$model;
    if (id === this.#id) return;
    this.#id = id;
    this.#end.abort();
    this.#end = new AbortController();
    this.#shown = undefined;
    this.ready = false;
    this.problem = undefined;
    const figure = this.#figure();
    if (figure) void this.#show(figure, this.#end.signal);
  }

  /** Never rejects: what goes wrong is shown in the plot's place and told to the component. */
  async #show(figure: ModelRecord, signal: AbortSignal): Promise<void> {
    try {
      const place = {
        element: this.#place()!,
        bokehUrl: folderOf(this.values.bokehUrl),
        record: (ref: ModelRef) => this.record(ref),
        fail: (error: unknown) => this.#fail(error),
      };
      const { show } = await loadShow();
      const shown = await show(figure, place, signal);
      if (!signal.aborted) this.#shown = shown;
      await shown.mounted;
      if (!signal.aborted) this.ready = true;
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.problem = error instanceof Error ? error.message : String(error);
    this.emit('failure', this.problem);
  }

  #figure(): ModelRecord | undefined {
    return this.values.object ? this.record(this.values.object) : undefined;
  }

  #place(): HTMLElement | null {
    return this.renderRoot.querySelector('figure');
  }

  /** Keeps the plot's place: as wide as asked for, but never wider than its container. */
  #resize(): void {
    const place = this.#place();
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
}

function titleOf({ title }: FigureOptions): string {
  return typeof title === 'string' && title !== '' ? title : 'Plot';
}

/** The folder of BokehJS's scripts: the one that is named, else the one beside Heddle. */
function folderOf(bokehUrl: string | null): string {
  if (bokehUrl === null) return besideHeddle('bokeh/');
  return resolveUrl(bokehUrl.endsWith('/') ? bokehUrl : `${bokehUrl}/`);
}
