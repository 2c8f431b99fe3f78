/**
 * Puts the function that holds the whole script in parentheses, which minifiers take off: engines take them for a sign that a
 * function is called at once. Else they parse its text twice, once to see where it ends and once to run it.
 *
 * @returns {import('vite').Plugin}
 */
export function eagerRuntime() {
  return {
    name: 'eager-runtime',
    generateBundle(_options, bundle) {
      const file = bundle['heddle.js'];
      if (file?.type !== 'chunk') throw new Error('the script must be one file');
      const eager = file.code.replace(/^var heddle=(function.*)\(\{\}\);$/ms, 'var heddle=($1)({});');
      if (eager === file.code) throw new Error('the script does not begin as it should');
      file.code = eager;
    },
  };
}
