/** As many threads as this, if nobody says otherwise. */
const MOST = 8;

/** Threads for each gigabyte of memory, where the browser tells how much there is (at most 8, and only Chromium does). */
const PER_GIGABYTE = 2;

/** What an author may ask for: a whole number of threads; 0 is one for each core, null or nothing the default. */
export function sizeOf(size: number | null | undefined, owner: string): number {
  if (size == null) return defaultSize();
  if (!Number.isInteger(size) || size < 0) throw new RangeError(`The size of ${owner} must be a whole number from 0, not ${size}.`);
  return size === 0 ? cores() : size;
}

/** One thread for each core, as many as memory bears, and no more than eight. */
function defaultSize(): number {
  const { deviceMemory = Infinity } = (globalThis.navigator ?? {}) as { readonly deviceMemory?: number };
  return Math.max(1, Math.min(cores(), MOST, Math.floor(deviceMemory * PER_GIGABYTE)));
}

function cores(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 4;
}
