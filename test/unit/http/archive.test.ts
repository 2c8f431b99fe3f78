import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../src/http/archive/index.ts';
import { fetch } from '../../../src/http/index.ts';
import { archive, type archives, packed } from './archives.ts';

type Name = keyof typeof archives;

/** A response whose body these bytes are. */
async function answer(bytes: BlobPart, url: string) {
  return fetch(url, { fetcher: async () => new Response(new Blob([bytes])) });
}

async function unpacked(name: Name, url: string): Promise<Record<string, string>> {
  const files = await (await answer(await archive(name), url)).unpackArchive();
  return Object.fromEntries([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
}

const wide = 'wide '.repeat(200);
const long = (parts: number): string => `d/${Array.from({ length: parts }, () => 'long'.repeat(5)).join('/')}`;

describe('unpackArchive', () => {
  it('unpacks a zip file: stored and deflated, names in UTF-8, folders left out', async () => {
    const files = { 'd/a.txt': 'hello', 'd/sub/big.txt': wide, 'd/grün.txt': 'x' };
    expect(await unpacked('zip', 'http://a.test/data.zip')).toEqual(files);
    expect(await unpacked('zip64local', 'http://a.test/data.ZIP?v=1#top')).toEqual({ 'a.txt': 'hello' });
  });

  it('unpacks a tar file: ustar, and the long names of pax and GNU; links are left out', async () => {
    const files = { 'd/a.txt': 'hello', 'd/sub/big.txt': wide };
    expect(await unpacked('tarUstar', 'http://a.test/a.tar')).toEqual({ ...files, [`${long(8)}/gruen.txt`]: 'x' });
    for (const name of ['tarPax', 'tarGnu'] as const) {
      expect(await unpacked(name, 'http://a.test/a.tar')).toEqual({ ...files, [`${long(10)}/grün.txt`]: 'x' });
    }
  });

  it('unpacks a gzipped tar file, also one that the browser has unpacked already', async () => {
    for (const url of ['http://a.test/a.tar.gz', 'http://a.test/a.tgz']) {
      expect([...(await (await answer(packed('tarUstar'), url)).unpackArchive()).keys()]).toHaveLength(3);
      expect([...(await (await answer(await archive('tarUstar'), url)).unpackArchive()).keys()]).toHaveLength(3);
    }
  });

  it('takes the format that it is given before the one that the name tells', async () => {
    const files = await (await answer(await archive('zip'), 'http://a.test/download.tar')).unpackArchive({ format: 'zip' });
    expect([...files.keys()]).toEqual(['d/a.txt', 'd/sub/big.txt', 'd/grün.txt']);
  });

  it('says which url has no known format, and leaves the body to be read otherwise', async () => {
    const response = await answer('text', 'http://a.test/data.rar');
    await expect(response.unpackArchive()).rejects.toMatchObject({
      name: 'FetchError',
      url: 'http://a.test/data.rar',
      message: "unpackArchive: the name does not tell the format, pass { format: 'zip' | 'tar' | 'gztar' }: http://a.test/data.rar",
    });
    await expect(response.unpackArchive({ format: 'rar' as never })).rejects.toThrow(
      "'rar' is none of zip, tar, gztar, asked for http://a.test/data.rar",
    );
    expect(await response.text()).toBe('text');
  });

  it('can be done once, as any reading of a body', async () => {
    const response = await answer(await archive('zip'), 'http://a.test/a.zip');
    await response.unpackArchive();
    expect(response.bodyUsed).toBe(true);
    await expect(response.unpackArchive()).rejects.toMatchObject({ name: 'BodyUsedError' });
    response.abort();
    await expect(response.unpackArchive()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['zipEvil', 'http://a.test/a.zip', "the file '../evil.txt' would lie outside of the archive"],
    ['tarEvil', 'http://a.test/a.tar', "the file '../evil.txt' would lie outside of the archive"],
    ['zipLzma', 'http://a.test/a.zip', "the file 'a.txt' is packed by method 14; 0 and 8 (deflate) are known"],
    ['zipEncrypted', 'http://a.test/a.zip', "the file 'd/a.txt' is encrypted"],
    ['zipDamaged', 'http://a.test/a.zip', "the file 'a.txt' is damaged"],
    ['tarPax', 'http://a.test/a.zip', 'it is no zip archive, or its end is missing'],
    ['zip', 'http://a.test/a.tar', 'it is no tar archive, or breaks off'],
  ] as const)('refuses %s from %s: %s', async (name, url, why) => {
    const error = await unpacked(name, url).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'FetchError', url, message: `unpackArchive (${url.slice(-3)}): ${why}: ${url}` });
  });

  it('refuses what is no tar archive at all', async () => {
    const page = new TextEncoder().encode('<!doctype html>'.padEnd(2000));
    await expect(unpack(page, 'tar', 'http://a.test/')).rejects.toThrow('it is no tar archive, or is damaged at byte 0');
  });

  it('refuses names that lead to other drives and roots', async () => {
    for (const name of ['/etc/passwd', 'C:\\evil', 'c:evil', '\\evil', 'a/../../evil', 'a\\..\\evil', '..']) {
      await expect(unpack(ustar(name, 'x'), 'tar', 'http://a.test/')).rejects.toThrow(`the file '${name}' would lie outside`);
    }
    expect([...(await unpack(ustar('././a', 'x'), 'tar', 'http://a.test/')).keys()]).toEqual(['a']);
  });

  it('gives an error or what was packed, never something else, for an archive that is cut off', async () => {
    const whole = await archive('zip');
    const tar = await archive('tarPax');
    const gz = new Uint8Array(gzipSync(tar));
    const cut = fc.tuple(
      fc.constantFrom(['zip', whole] as const, ['tar', tar] as const, ['gztar', gz] as const),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(cut, async ([[format, bytes], part]) => {
        const all = await unpack(bytes, format, 'http://a.test/');
        const length = Math.floor(bytes.length * part);
        const files = await unpack(bytes.slice(0, length), format, 'http://a.test/').catch(() => new Map());
        for (const [path, content] of files) expect(content).toEqual(all.get(path));
      }),
      { numRuns: 200 },
    );
  });
});

/** A tar file with one file. */
function ustar(name: string, content: string): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.fill(' ', 148, 156);
  header.write('0', 156);
  header.write('ustar', 257);
  header.write(
    header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0'),
    148,
  );
  return new Uint8Array(Buffer.concat([header, Buffer.from(content.padEnd(512, '\0'))]));
}
