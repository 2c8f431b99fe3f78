/**
 * Minifies everything but the names of classes: errors name the owner of a parameter by its class. Names of functions are
 * not needed, and would cost 3 kB.
 *
 * @returns {import('vite').Plugin}
 */
export function keepClassNames() {
  return {
    name: 'keep-class-names',
    enforce: 'post',
    outputOptions: (options) => ({
      ...options,
      minify: { compress: true, codegen: true, mangle: { keepNames: { class: true, function: false } } },
    }),
  };
}
