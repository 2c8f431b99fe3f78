/** Unpacks gzip. What is not packed comes back as it is: a server may have had the browser unpack it (`Content-Encoding`). */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return packed ? decompress([bytes]) : bytes;
}

/** Unpacks a bare deflate stream as the content of a gzip file, which makes the platform check its sum and size. */
export function inflate(deflated: Uint8Array<ArrayBuffer>, crc: number, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size, true);
  return decompress([header, deflated, trailer]);
}

async function decompress(parts: BlobPart[]): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new Error('what is packed in it is damaged', { cause });
  }
}
