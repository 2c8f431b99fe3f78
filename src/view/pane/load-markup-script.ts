import { besideHeddle, loadScript } from '../script.ts';
import type { Markup } from './load-markup.ts';

let loading: Promise<void> | undefined;

/** Stands for load-markup.ts in the script-tag build, which has no modules: the same by a script beside heddle.js. */
export async function loadMarkup(): Promise<Markup> {
  loading ??= loadScript(besideHeddle('heddle-markup.js'), 'Put it beside heddle.js.');
  await loading.catch((error: unknown) => {
    loading = undefined; // the next one tries again
    throw error;
  });
  return (globalThis as unknown as { heddleMarkup: Markup }).heddleMarkup;
}
