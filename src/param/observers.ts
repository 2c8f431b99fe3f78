/** Something at the end of the graph that is told of changes: a subscription. */
interface Observer {
  /** Looks whether anything is different. */
  check(): void;
}

/** Observers that were told of a change upstream and have not checked yet whether their values differ. */
let awake: Observer[] = [];
let isSettling = false;
/** How many times in a row the checks of some have woken others. */
let rounds = 0;

export function awaken(observer: Observer): void {
  awake.push(observer);
}

/** Lets all of them check, and those that are woken meanwhile. What they depend on is computed now. */
export function settle(): void {
  if (isSettling || awake.length === 0) return;
  isSettling = true;
  let at = 0;
  try {
    for (let end = awake.length; at < awake.length; at++) {
      if (at === end) {
        end = awake.length;
        rounds++;
      }
      awake[at]?.check();
    }
  } finally {
    awake = awake.slice(at);
    isSettling = false;
    rounds = 0;
  }
}

/** Whether functions that set what others are derived from seem to go on with it for ever. */
export function isLooping(): boolean {
  return rounds > LIMIT;
}

const LIMIT = 100;
