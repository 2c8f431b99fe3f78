import { FetchError } from '../errors.ts';
import { gunzip } from './gzip.ts';
import { safePath } from './path.ts';
import { untar } from './tar.ts';
import { unzip } from './zip.ts';

/** `gztar` is a tar packed by gzip. (Names of Python's `shutil.unpack_archive`.) */
export type ArchiveFormat = 'zip' | 'tar' | 'gztar';

/** A file of an archive, its name as it stands there. */
export interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const BY_NAME: readonly (readonly [RegExp, ArchiveFormat])[] = [
  [/\.zip$/i, 'zip'],
  [/\.tar$/i, 'tar'],
  [/\.(tar\.gz|tgz)$/i, 'gztar'],
];

/**
 * The format that was asked for, else the one that a name in these urls tells: where an answer came from, and what was
 * asked for.
 *
 * @throws FetchError if there is no such format, or no name tells one.
 */
export function archiveFormat(wanted: string | undefined, url: string, asked: string): ArchiveFormat {
  const formats = BY_NAME.map(([, format]) => format);
  const known = formats.find((format) => format === wanted);
  if (known) return known;
  if (wanted !== undefined) throw new FetchError(`unpackArchive: '${wanted}' is none of ${formats.join(', ')}, asked for ${url}`, url);
  const paths = [url, asked].map((each) => each.replace(/[?#].*$/, ''));
  const found = BY_NAME.find(([pattern]) => paths.some((path) => pattern.test(path)));
  if (!found)
    throw new FetchError(`unpackArchive: the name does not tell the format, pass { format: '${formats.join("' | '")}' }: ${url}`, url);
  return found[1];
}

/**
 * The regular files of an archive by their path. Of two files with one path the later counts; folders and links are left
 * out.
 *
 * @throws FetchError if the archive is damaged, is packed in a way that is not known, or names a file outside of itself.
 */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  format: ArchiveFormat,
  url: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  try {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for await (const { name, bytes: content } of entries(bytes, format)) files.set(safePath(name), content);
    return files;
  } catch (cause) {
    throw new FetchError(`unpackArchive (${format}): ${(cause as Error).message}: ${url}`, url, { cause });
  }
}

async function* entries(bytes: Uint8Array<ArrayBuffer>, format: ArchiveFormat): AsyncGenerator<Entry> {
  if (format === 'zip') yield* unzip(bytes);
  else yield* untar(format === 'gztar' ? await gunzip(bytes) : bytes);
}
