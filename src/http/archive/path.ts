/**
 * The path of a file within its archive, without a leading `./`.
 *
 * @throws Error if it leads out of it: whoever writes such files to a folder would write elsewhere.
 */
export function safePath(name: string): string {
  const parts = name.split(/[/\\]/);
  if (/^([/\\]|[a-z]:)/i.test(name) || parts.includes('..')) throw new Error(`the file '${name}' would lie outside of the archive`);
  return name.replace(/^(\.\/+)+/, '');
}
