/** Told of each part of a body as it arrives: bytes so far, and of how many where the server says so. */
export type Progress = (loaded: number, total: number | undefined) => void;

/** A response with the same body and headers that tells how much of it has arrived. */
export function counted(response: Response, onProgress: Progress): Response {
  const body = response.body?.pipeThrough(counter(response, onProgress));
  return new Response(body ?? null, { headers: response.headers });
}

function counter({ headers }: Response, onProgress: Progress): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  const length = headers.get('content-length');
  // The length of a body that the browser unpacks is that of the packed one.
  const total = length === null || headers.has('content-encoding') ? undefined : Number(length);
  let loaded = 0;
  return new TransformStream({
    transform(chunk, sink) {
      loaded += chunk.length;
      onProgress(loaded, total);
      sink.enqueue(chunk);
    },
  });
}
