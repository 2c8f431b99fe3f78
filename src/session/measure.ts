import { droppedRuns } from '../param/index.ts';

/** What only a session itself can tell of how it is. */
export interface Measures {
  /** Runs that newer input superseded, or that nobody waited for any more, before they had ended: all of its realm. */
  readonly droppedRuns: number;
  /** Address of its realm, by which browsers tell how much memory it uses. */
  readonly realm: string;
}

export function measure(): Measures {
  const { location } = globalThis as { location?: Location };
  return { droppedRuns: droppedRuns(), realm: location?.href ?? '' };
}
