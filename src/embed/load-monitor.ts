export type Monitor = typeof import('../inspect/index.ts');

/** What the monitor shows: loaded when it is first opened. */
export function loadMonitor(): Promise<Monitor> {
  return import('../inspect/index.ts');
}
