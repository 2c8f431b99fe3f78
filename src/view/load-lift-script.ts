import type { Lift } from '../compile/index.ts';
import { besideHeddle, loadScript } from './script.ts';

let loading: Promise<void> | undefined;

/**
 * Stands for compile/load-lift.ts in the script-tag build, which has no modules: the same by a script beside heddle.js.
 * Workers contain this module, too, so it must not import views.
 */
export async function loadLift(): Promise<Lift> {
  loading ??= loadScript(besideHeddle('heddle-compile.js'), "It compiles 'use thread'. Put it beside heddle.js.");
  await loading.catch((error: unknown) => {
    loading = undefined; // the next one tries again
    throw error;
  });
  return (globalThis as unknown as { heddleCompile: Lift }).heddleCompile;
}
