import { inflate } from './gzip.ts';
import type { Entry } from './index.ts';

/** Signatures and sizes of PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;

const ENCRYPTED = 1;
const UTF8 = 1 << 11;
const STORED = 0;
const DEFLATED = 8;

/** What the archive's directory says of a file. */
interface Record {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header is. */
  readonly offset: number;
  /** Where the next record is. */
  readonly next: number;
}

/** The files of a zip archive, found by its directory. */
export async function* unzip(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let { count, offset } = directory(view);
  for (; count > 0; count--) {
    const record = read(view, offset);
    offset = record.next;
    if (!record.name.endsWith('/')) yield { name: record.name, bytes: await content(view, record) };
  }
}

function directory(view: DataView): { count: number; offset: number } {
  const first = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
  let end = view.byteLength - END_SIZE;
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw new Error('it is no zip archive, or its end is missing');
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== END_64_LOCATOR) {
    return { count: view.getUint16(end + 10, true), offset: view.getUint32(end + 16, true) };
  }
  const large = uint64(view, locator + 8);
  expectAt(view, large, END_64);
  return { count: uint64(view, large + 32), offset: uint64(view, large + 48) };
}

function read(view: DataView, at: number): Record {
  expectAt(view, at, CENTRAL);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const extra = at + 46 + nameLength;
  const flags = view.getUint16(at + 8, true);
  // Sizes that do not fit are in the extra field for zip64, in this order.
  const wide = wideNumbers(view, extra, extra + extraLength);
  const number = (where: number): number => {
    const value = view.getUint32(where, true);
    return value === 0xffffffff ? (wide.shift() ?? value) : value;
  };
  const size = number(at + 24);
  const packed = number(at + 20);
  const offset = number(at + 42);
  return {
    name: text(slice(view, at + 46, nameLength), flags),
    flags,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
    next: extra + extraLength + view.getUint16(at + 32, true),
  };
}

function wideNumbers(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = view.getUint16(at + 2, true) >> 3;
    return Array.from({ length: count }, (_, i) => uint64(view, at + 4 + 8 * i));
  }
  return [];
}

async function content(view: DataView, { name, flags, method, crc, packed, size, offset }: Record): Promise<Uint8Array<ArrayBuffer>> {
  if (flags & ENCRYPTED) throw new Error(`the file '${name}' is encrypted`);
  expectAt(view, offset, LOCAL);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const data = slice(view, start, packed);
  if (method === STORED) return data.slice();
  if (method !== DEFLATED) throw new Error(`the file '${name}' is packed by method ${method}; 0 and 8 (deflate) are known`);
  return inflate(data, crc, size).catch((cause: unknown) => {
    throw new Error(`the file '${name}' is damaged`, { cause });
  });
}

function expectAt(view: DataView, at: number, signature: number): void {
  if (at + 4 > view.byteLength || view.getUint32(at, true) !== signature) throw new Error(`its directory is damaged at byte ${at}`);
}

function slice(view: DataView, start: number, length: number): Uint8Array<ArrayBuffer> {
  if (start + length > view.byteLength) throw new Error('it breaks off');
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + start, length);
}

function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function text(bytes: Uint8Array, flags: number): string {
  return new TextDecoder(flags & UTF8 ? 'utf-8' : 'latin1').decode(bytes);
}
