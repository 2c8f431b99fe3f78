import { LoopError } from './errors.ts';

/** One at the end of the graph, who wants to know what has changed. */
interface Observer {
  /** Looks whether anything is different. */
  check(): void;
}

/** Those who have been told of a change and have not looked yet. */
let awake: Observer[] = [];
let isSettling = false;

export function awaken(observer: Observer): void {
  awake.push(observer);
}

/** Lets all look. What they ask for is computed now. Whoever is woken by that looks, too. */
export function settle(): void {
  if (isSettling || awake.length === 0) return;
  isSettling = true;
  let at = 0;
  try {
    let rounds = 0;
    for (let end = awake.length; at < awake.length; at++) {
      if (at === end && ++rounds > LIMIT) throw new LoopError(['a derived value', 'a derived value']);
      if (at === end) end = awake.length;
      awake[at]?.check();
    }
  } finally {
    awake = awake.slice(at);
    isSettling = false;
  }
}

/** How often functions of derived values may change what they are derived from before this counts as a loop. */
const LIMIT = 100;
