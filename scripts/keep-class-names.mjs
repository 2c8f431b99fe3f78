const keepNames = { class: true, function: false };

/**
 * Gives each class that a script exports or that declares parameters its name as a part of the expression, which minifiers
 * can leave alone: errors name the owner of a parameter by its class. (The bundler writes `var Person = class {`, whose name
 * goes with the variable's.) Names of functions are not needed, and would cost 3 kB.
 *
 * @returns {import('vite').Plugin}
 */
export function keepClassNames() {
  return {
    name: 'keep-class-names',
    renderChunk: (code) => {
      const exported = new Set(Array.from(code.matchAll(/^\s*exports\.([\w$]+) = /gm), ([, name]) => name));
      return code.replace(
        /^(\s*(?:var|let|const) ([\w$]+) = class)(?=( extends (?:Parameterized\.with|Base)\b)?)(?= extends\b| ?\{)/gm,
        (all, head, name, declares) => (declares || exported.has(name) ? `${head} ${name}` : all),
      );
    },
    // The bundler's own minifier runs last, also after another one.
    outputOptions: (options) => ({ ...options, minify: { compress: { keepNames }, codegen: true, mangle: { keepNames } } }),
  };
}
