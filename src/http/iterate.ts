/** The same stream, ready for `for await` in WebKit, too, which cannot iterate streams. Leaving the loop cancels it. */
export function iterable<T>(stream: ReadableStream<T>): ReadableStream<T> {
  if (Symbol.asyncIterator in stream) return stream;
  return Object.defineProperty(stream as ReadableStream<T>, Symbol.asyncIterator, { value: iterate });
}

async function* iterate<T>(this: ReadableStream<T>): AsyncGenerator<T, void> {
  const reader = this.getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value;
  } finally {
    // Of a stream that came to its end, nothing is left to cancel; of one that failed, this is the error again.
    const cancelled = reader.cancel();
    reader.releaseLock();
    await cancelled;
  }
}
