import { fromScript } from '../script.ts';
import type { Markup } from './load-markup.ts';

/** Stands for load-markup.ts in the script-tag build, which has no modules: the same by a script beside heddle.js. */
export const loadMarkup = fromScript<Markup>('heddle-markup.js', 'heddleMarkup', 'Put it beside heddle.js.');
