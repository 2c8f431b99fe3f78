import { fromScript } from '../../script.ts';
import type { Show } from './load-show.ts';

/** Stands for load-show.ts in the script-tag build, which has no modules: the same by a script beside heddle.js. */
export const loadShow = fromScript<Show>('heddle-bokeh.js', 'heddleBokeh', 'It draws plots. Put it beside heddle.js.');
