/** Unpacks gzip. What is not packed comes back as it is: a server may have had the browser unpack it (`Content-Encoding`). */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return packed ? decompress(bytes) : bytes;
}

/** Unpacks a bare deflate stream as the content of a gzip file, which makes the platform check its sum and size. */
export function inflate(deflated: Uint8Array<ArrayBuffer>, crc: number, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Uint8Array(deflated.length + 18);
  file.set([0x1f, 0x8b, 8]);
  file.set(deflated, 10);
  // All browsers run on little-endian machines.
  file.set(new Uint8Array(Uint32Array.of(crc, size).buffer), deflated.length + 10);
  return decompress(file);
}

/** Bytes that are unpacked at once: a page can do something else in between. */
const SLICE = 2 ** 16;

/** Not from a Blob: in WebKit, no worker of a page from disk can read one. */
async function decompress(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  let at = 0;
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (sink) => (at < bytes.length ? sink.enqueue(bytes.subarray(at, (at += SLICE))) : sink.close()),
  });
  try {
    return new Uint8Array(await new Response(slices.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  } catch (cause) {
    throw new Error('what is packed in it is damaged', { cause });
  }
}
