/** Texts up to this length stand for themselves. */
const SHORT = 64;

/** A short text for any text, the same for the same one. Where the browser offers no digests, the text itself. */
export async function digest(text: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined; // missing on plain http
  if (text.length <= SHORT || !subtle) return text;
  const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `sha256:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
