import type { Lift } from '../compile/index.ts';
import { fromScript } from './script.ts';

/**
 * Stands for compile/load-lift.ts in the script-tag build, which has no modules: the same by a script beside heddle.js.
 * Workers contain this module, too, so it must not import views.
 */
export const loadLift = fromScript<Lift>('heddle-compile.js', 'heddleCompile', "It compiles 'use thread'. Put it beside heddle.js.");
