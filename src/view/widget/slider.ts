import { css, html, unsafeCSS, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { ControlView } from './control.ts';

interface SliderValues {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const track = css`
  height: 6px;
  border-radius: 3px;
  background: linear-gradient(var(--way), var(--accent) var(--at), var(--fill) var(--at));
`;
const thumb = css`
  box-sizing: border-box;
  width: 20px;
  height: 20px;
  border: 3px solid var(--accent);
  border-radius: 50%;
  background: var(--surface);
`;
const halo = css`
  box-shadow: 0 0 0 6px color-mix(in srgb, var(--accent) 18%, transparent);
`;
/** Engines drop a rule with a selector they don't know, so each has its own. */
const engine = (trackName: string, thumbName: string): CSSResultGroup => css`
  #control::${unsafeCSS(trackName)} {
    ${track}
  }
  #control::${unsafeCSS(thumbName)} {
    ${thumb}
  }
  #control:enabled:active::${unsafeCSS(thumbName)}, #control:enabled:hover::${unsafeCSS(thumbName)} {
    ${halo}
  }
`;

/** A number between `start` and `end`; an edit is final when the thumb is let go. */
export class SliderView extends ControlView<SliderValues> {
  static override styles: CSSResultGroup = [
    ControlView.styles,
    engine('-webkit-slider-runnable-track', '-webkit-slider-thumb'),
    engine('-moz-range-track', '-moz-range-thumb'),
    css`
      #control {
        --way: to right;
        --at: 0%;
        display: block;
        appearance: none;
        height: var(--beside, max(24px, calc(var(--control) - 8px)));
        border-radius: var(--radius);
        background: none;
        print-color-adjust: exact;
        cursor: grab;
      }
      #control:dir(rtl) {
        --way: to left;
      }
      #control:active {
        cursor: grabbing;
      }
      #control::-webkit-slider-thumb {
        appearance: none;
        margin-top: -7px;
      }
      @media (forced-colors: active) {
        #control {
          --accent: Highlight;
          --fill: CanvasText;
          forced-color-adjust: none;
        }
      }
      output {
        flex: none;
        margin-inline-start: auto;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  protected override readonly noun: string = 'Slider';

  protected override readout(): TemplateResult {
    return html`<output for="control"><bdi dir="ltr">${this.#text()}</bdi></output>`;
  }

  protected override control(): TemplateResult {
    const { value, start, end, step, disabled } = this.values;
    const { label, description } = this.named;
    return html`<input
      id="control"
      type="range"
      min=${ifDefined(start)}
      max=${ifDefined(end)}
      step=${this.#isEven ? ifDefined(step) : 'any'}
      .value=${live(String(value))}
      ?disabled=${disabled}
      aria-label=${label}
      aria-describedby=${description}
      aria-valuetext=${ifDefined(this.#text())}
      @keydown=${this.#press}
      @input=${(event: Event) => this.#slide(event, false)}
      @change=${(event: Event) => this.#slide(event, true)}
    />`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { start, end } = this.values;
    const control = this.renderRoot.querySelector<HTMLInputElement>('#control');
    const share = control && end > start ? (control.valueAsNumber - start) / (end - start) : 0;
    control?.style.setProperty('--at', `${100 * share}%`);
  }

  /** As many decimals as the steps need, so that the text does not jump while the thumb moves; an app's value may need more. */
  #text(): string {
    const { value, start, step } = this.values;
    return value?.toFixed(Math.max(decimals(step), decimals(start), decimals(+value.toFixed(6))));
  }

  /** Whether steps from the start lead to the value and to the end. Else the browser would put the thumb beside them. */
  get #isEven(): boolean {
    const { value, end } = this.values;
    return [value, end].every((it) => this.#step(it, Math.round) === it);
  }

  /** The number whose steps from the start are `round`ed. */
  #step(number: number, round: (steps: number) => number): number {
    const { start, step } = this.values;
    // What a division of decimals is off must not make a step.
    const steps = round(+((number - start) / step).toFixed(9));
    return +(start + steps * step).toFixed(Math.max(decimals(step), decimals(start)));
  }

  #slide(event: Event, final: boolean): void {
    const { end } = this.values;
    const at = (event.target as HTMLInputElement).valueAsNumber;
    const step = Math.min(end, this.#step(at, Math.round));
    // The last step may be shorter than the others.
    this.edit('value', end - at < Math.abs(step - at) ? end : step, final);
  }

  /** Goes by steps, as a browser does that knows them. */
  #press(event: KeyboardEvent): void {
    const { value, start, end, step } = this.values;
    const right = getComputedStyle(event.target as Element).direction === 'rtl' ? -1 : 1;
    const page = Math.max(1, Math.round((end - start) / step / 10));
    const keys: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, ArrowRight: right, ArrowLeft: -right, PageUp: page, PageDown: -page };
    const by = keys[event.key];
    if (by === undefined || this.#isEven || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const round = by > 0 ? Math.floor : Math.ceil;
    this.edit(
      'value',
      Math.max(
        start,
        Math.min(
          end,
          this.#step(value, (steps) => round(steps) + by),
        ),
      ),
    );
  }
}

function decimals(number: number): number {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  return Math.min(12, Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent)));
}
