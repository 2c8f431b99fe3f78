/**
 * Escapes what is not ASCII in a built script. A page without a declared charset decodes scripts as windows-1252, and
 * `dist/heddle.js` goes into pages of others.
 *
 * @returns {import('vite').Plugin}
 */
export function asciiOnly() {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escape);
      }
    },
  };
}

const escape = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
