import { originName } from './protocol.ts';

/** Several short waits and not a long one: a thread that was kept busy meanwhile reads its messages between two of them. */
const TRIES = 5;
const WAIT = 100;

let verdict: Promise<string | undefined> | undefined;

/** Why sessions cannot share a loop here, in words for the author; undefined where they can. Found out once. */
export function whyAlone(): Promise<string | undefined> {
  return (verdict ??= probe());
}

async function probe(): Promise<string | undefined> {
  if (!globalThis.navigator?.locks) return 'there are no Web Locks here (they need https, localhost or a file)';
  if (!(await locksAnswer())) return 'Web Locks are refused here (a sandboxed frame?)';
  if (typeof BroadcastChannel === 'undefined' || !(await channelDelivers())) return 'BroadcastChannel delivers nothing here';
  return undefined;
}

async function locksAnswer(): Promise<boolean> {
  try {
    await navigator.locks.query();
    return true;
  } catch {
    return false; // an opaque origin has the object, and every call rejects
  }
}

async function channelDelivers(): Promise<boolean> {
  const name = originName('probe', crypto.getRandomValues(new Uint32Array(2)).join('-'));
  const [mouth, ear] = [new BroadcastChannel(name), new BroadcastChannel(name)];
  let heard = false;
  const arrived = new Promise<void>((resolve) => {
    ear.onmessage = () => {
      heard = true;
      resolve();
    };
  });
  try {
    mouth.postMessage('ping');
    for (let tries = TRIES; tries > 0 && !heard; tries--) {
      await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, WAIT))]);
    }
    return heard;
  } finally {
    mouth.close();
    ear.close();
  }
}
