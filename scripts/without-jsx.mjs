/**
 * Takes out what js-tokens knows of JSX, which it looks for only where it is told to: imports of apps are found in plain
 * JavaScript. A version of js-tokens that is written otherwise fails the build.
 *
 * @returns {import('vite').Plugin}
 */
export function withoutJsx() {
  return {
    name: 'without-jsx',
    transform: (code, id) => (id.endsWith('/js-tokens/index.js') ? parts.reduce(without, code) : undefined),
  };
}

/** The option, the modes that only its branch enters, and the patterns of these. */
const parts = [
  / = function\*\(input(, \{jsx = false\} = \{\})\)/,
  /(case "<":\s+if \(jsx && [^]*?)postfixIncDec = false;\s+break;\s+default:/,
  /(case "InterpolationInJSX":\s+)if \(input/,
  /(case "InterpolationInJSX":\s+if [^]*?continue;\s+\}\s+)\}\s+postfixIncDec = braces\.pop/,
  /(case "JSXTag":\s+case "JSXTagEnd":[^]*?)\}\s+WhiteSpace\.lastIndex/,
  /(mode\.tag\.startsWith\("JSX"\) \? "JSXInvalid" : )/,
];

function without(/** @type {string} */ code, /** @type {RegExp} */ part) {
  const [all, jsx] = part.exec(code) ?? [];
  if (all === undefined || jsx === undefined) throw new Error(`js-tokens is not written as it was: no ${part}`);
  return code.replace(all, () => all.replace(jsx, ''));
}
