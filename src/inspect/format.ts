/** `< 0.1 ms`, `0.4 ms`, `120 ms`, `3.2 s`, `4 min`. */
export function duration(ms: number): string {
  if (ms < 0.05) return '< 0.1 ms';
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** `0`, `0.5`, `12`, `3400`. */
export function perSecond(rate: number): string {
  return rate > 0 && rate < 9.95 ? rate.toFixed(1) : String(Math.round(rate));
}

/** `8.1 MB`; 1 MB is 1,000,000 bytes. */
export function bytes(count: number): string {
  const mega = count / 1e6;
  return mega < 9.95 ? `${mega.toFixed(1)} MB` : `${Math.round(mega)} MB`;
}

/** `1 task`, `2 tasks`. */
export function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
