import { ThreadError } from './errors.ts';
import { Reader, Writer } from './graph.ts';
import { tagOf } from './survey.ts';

/**
 * Memory over which a session answers a thread that is blocked and so reads no messages: a flag, the length of
 * the answer, and the answer as bytes. A thread waits for one answer at a time, so it has one cell, which grows with
 * the largest answer.
 */
export type Cell = SharedArrayBuffer;

const FLAG = 0;
const LENGTH = 1;
const HEAD = 8;
/** Bytes that a cell has first, and the most it may get: address space, which costs nothing until it is used. */
const FIRST = 4096;
const MOST = 2 ** 26;

let relayed = true;

/** Sets whether the page can pass shared memory on: in Firefox, a worker may believe that it is isolated while its page is not. */
export function setRelayed(isolated: boolean): void {
  relayed = isolated;
}

/** A cell, or undefined on a page that is not cross-origin isolated: no memory can be shared there. */
export function createCell(): Cell | undefined {
  const available = relayed && typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;
  return available ? new SharedArrayBuffer(FIRST, { maxByteLength: MOST }) : undefined;
}

/** Blocks this thread until the cell is answered, and takes the answer. */
export function takeAnswer(cell: Cell): unknown {
  const head = new Int32Array(cell, 0, 2);
  Atomics.wait(head, FLAG, 0);
  const bytes = new Uint8Array(cell, HEAD, head[LENGTH]).slice();
  Atomics.store(head, FLAG, 0);
  return unpack(bytes);
}

/** Puts an answer into a cell and wakes its thread. Throws a ThreadError, and answers nothing, if bytes cannot say it. */
export function putAnswer(cell: Cell, answer: unknown): void {
  const bytes = pack(answer);
  const needed = HEAD + bytes.length;
  if (needed > MOST) throw new ThreadError(`${bytes.length} bytes are too many for a thread that is blocked; await the call instead.`);
  if (needed > cell.byteLength) cell.grow(needed);
  const head = new Int32Array(cell, 0, 2);
  new Uint8Array(cell).set(bytes, HEAD);
  head[LENGTH] = bytes.length;
  Atomics.store(head, FLAG, 1);
  Atomics.notify(head, FLAG);
}

/** A graph's text and buffers behind each other, behind their number and their lengths. */
function pack(value: unknown): Uint8Array {
  const none = (): undefined => undefined;
  const writer = new Writer({ transfer: new Set(), moves: () => false, repeatable: false, share: none, fn: none });
  const text = new TextEncoder().encode(JSON.stringify(writer.write(value)));
  const parts = [text, ...writer.extras.map(bytesOf)];
  const lengths = new Uint8Array(Uint32Array.of(parts.length, ...parts.map(({ length }) => length)).buffer);
  const all = new Uint8Array(lengths.length + parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of [lengths, ...parts]) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function bytesOf(extra: unknown): Uint8Array {
  if (extra instanceof ArrayBuffer) return new Uint8Array(extra);
  throw new ThreadError(`A ${tagOf(Object(extra))} cannot be handed to a thread that is blocked; await the call instead.`);
}

function unpack({ buffer }: Uint8Array<ArrayBuffer>): unknown {
  const [count = 0] = new Uint32Array(buffer, 0, 1);
  const lengths = new Uint32Array(buffer, 4, count);
  let at = 4 + 4 * count;
  const [text, ...extras] = [...lengths].map((length) => buffer.slice(at, (at += length)));
  const reader = new Reader(extras, { nested: (payload) => payload });
  return reader.read(JSON.parse(new TextDecoder().decode(text)) as never);
}
