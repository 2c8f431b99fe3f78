/**
 * Takes comments and needless blanks out of the styles of elements, which minifiers of scripts leave as they are.
 *
 * @returns {import('vite').Plugin}
 */
export function compactStyles() {
  return {
    name: 'compact-styles',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith('.ts') && code.includes('css`') ? code.replace(/(?<=css`)[^`]*/g, compact) : undefined),
  };
}

/** Blanks around colons stay: in selectors they mean something. */
function compact(/** @type {string} */ css) {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;}/g, '}')
    .trim();
}
