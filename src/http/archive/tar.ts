import type { Entry } from './index.ts';

const BLOCK = 512;

/** Where the fields of a POSIX.1-2001 header are: offset and length. */
const FIELDS = {
  name: [0, 100],
  size: [124, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 6],
  prefix: [345, 155],
} as const;

/** What a header said about the file that comes next, before that file's own header. */
interface Ahead {
  name?: string | undefined;
  size?: number | undefined;
}

/** The regular files of a tar archive: ustar, with the long names and sizes of pax and GNU. */
export function* untar(bytes: Uint8Array<ArrayBuffer>): Generator<Entry> {
  let ahead: Ahead = {};
  // A header of zeros is the end; some writers leave it out.
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    if (at + BLOCK > bytes.length) throw new Error('it is no tar archive, or breaks off');
    const header = bytes.subarray(at, at + BLOCK);
    checkSum(header, at);
    const type = text(header, FIELDS.type);
    const size = ahead.size ?? number(header, FIELDS.size);
    const start = at + BLOCK;
    if (start + size > bytes.length) throw new Error('it breaks off');
    const content = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') ahead = { ...ahead, ...pax(content) };
    else if (type === 'L') ahead.name = decode(content).replace(/\0.*$/s, '');
    else if (type !== 'g' && type !== 'K') {
      const name = ahead.name ?? nameIn(header);
      ahead = {};
      if (/^[0\0]?$/.test(type) && !name.endsWith('/')) yield { name, bytes: content.slice() };
    }
  }
}

function nameIn(header: Uint8Array): string {
  const name = text(header, FIELDS.name);
  // Old GNU archives, whose magic ends in blanks, have other things where the prefix is.
  const prefix = text(header, FIELDS.magic) === 'ustar' ? text(header, FIELDS.prefix) : '';
  return prefix ? `${prefix}/${name}` : name;
}

/** Records of the form `"<length> <key>=<value>\n"`, the length being that of the record in bytes. */
function pax(content: Uint8Array): Ahead {
  const ahead: Ahead = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(decode(content.subarray(at, at + 20)), 10);
    if (!(length > 0)) throw new Error('an extended header is damaged');
    const [, key, value] = /^\d+ ([^=]*)=(.*)\n$/s.exec(decode(content.subarray(at, at + length))) ?? [];
    if (key === 'path') ahead.name = value;
    if (key === 'size') ahead.size = Number(value);
    at += length;
  }
  return ahead;
}

/** The sum is that of all bytes, with blanks in its own place. */
function checkSum(header: Uint8Array, at: number): void {
  const [start, length] = FIELDS.checksum;
  const sum = header.reduce((total, byte, i) => total + (i >= start && i < start + length ? 32 : byte), 0);
  if (sum !== number(header, FIELDS.checksum)) throw new Error(`it is no tar archive, or is damaged at byte ${at}`);
}

/** Octal digits; or, for what is too large for them, a binary number behind a first bit. */
function number(header: Uint8Array, [start, length]: readonly [number, number]): number {
  if ((header[start] ?? 0) < 0x80) return Number.parseInt(text(header, [start, length]), 8) || 0;
  return header.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0);
}

function text(header: Uint8Array, [start, length]: readonly [number, number]): string {
  return decode(header.subarray(start, start + length)).replace(/\0.*$/s, '');
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
