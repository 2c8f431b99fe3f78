import { fromScript } from '../view/index.ts';
import type { Monitor } from './load-monitor.ts';

/** Stands for load-monitor.ts in the script-tag build, which has no modules: the same by a script beside heddle.js. */
export const loadMonitor = fromScript<Monitor>('heddle-monitor.js', 'heddleMonitor', 'It is the monitor. Put it beside heddle.js.');
