import type { ModelRef } from '../../../link/index.ts';
import type { ModelRecord } from '../../record.ts';
import { loadBokeh } from './load.ts';
import { paletteOf } from './palette.ts';
import { Plot, type Step } from './plot.ts';

interface FigureOptions {
  readonly sizing_mode?: string;
}

/** Where a plot is shown, and what it has of its view. */
interface Place {
  readonly element: HTMLElement;
  /** The folder of BokehJS's scripts. */
  readonly bokehUrl: string;
  readonly record: (ref: ModelRef) => ModelRecord;
  /** Is told what goes wrong with steps that are recorded later. */
  readonly fail: (error: unknown) => void;
}

export interface Shown {
  /** Settles when the plot is in its place. */
  readonly mounted: Promise<void>;
  /** Gives the plot the colours of its host, which it does by itself unless it was put elsewhere. */
  dress(): void;
}

/**
 * Shows a recorded figure, and what is recorded later, until `signal` aborts.
 *
 * @throws Error when BokehJS could not be loaded or refuses a step, and the signal's reason when it has aborted meanwhile.
 */
export async function show(figure: ModelRecord, place: Place, signal: AbortSignal): Promise<Shown> {
  const { element, bokehUrl, record, fail } = place;
  const bokeh = await loadBokeh(bokehUrl);
  signal.throwIfAborted();
  const { sizing_mode = 'stretch_both', ...options } = figure.values['options'] as FigureOptions;
  const plot = new Plot(bokeh, { ...options, sizing_mode }, record, signal);
  const dress = (): void => {
    if (element.isConnected) plot.dress(paletteOf(element));
  };
  const replay = (): void => {
    plot.replay(figure.values['steps'] as readonly Step[]);
    dress();
  };
  const replayMore = (): void => {
    try {
      replay();
    } catch (error) {
      fail(error);
    }
  };
  replay();
  figure.follow(replayMore, signal);
  for (const change of ['transitionrun', 'transitionend']) element.addEventListener(change, dress, { signal });
  const mounted = plot.mount(element).then(() => watchSight(element, (seen) => (plot.seen = seen), signal));
  return { mounted, dress };
}

/** Tells whether any of an element is in sight, or nearly so; on paper all is. */
function watchSight(element: Element, tell: (seen: boolean) => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), { rootMargin: '25%' });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  addEventListener('beforeprint', () => tell(true), { signal });
}
