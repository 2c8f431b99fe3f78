/** One at the end of the graph, who wants to know what has changed. */
interface Observer {
  /** Looks whether anything is different. */
  check(): void;
}

/** Those who have been told of a change and have not looked yet. */
let awake: Observer[] = [];
let isSettling = false;
/** How often those who have looked have led to others that must look. */
let rounds = 0;

export function awaken(observer: Observer): void {
  awake.push(observer);
}

/** Lets all look. What they ask for is computed now; whoever is woken by that looks, too. */
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
