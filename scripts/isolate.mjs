/** @typedef {Parameters<NonNullable<import('@web/test-runner').Reporter['start']>>[0]['sessions']} Sessions */
/** @typedef {NonNullable<import('@web/test-runner').TestRunnerConfig['middleware']>[number]} Middleware */

/**
 * Serves the pages of the test files in a folder `isolated/` with the headers that make a page cross-origin isolated, and so
 * give it shared memory. Their sessions are known by what the runner tells its reporters at the start.
 */
export function isolate() {
  /** @type {Sessions | undefined} */
  let known;
  /** @type {import('@web/test-runner').Reporter} */
  const reporter = {
    start({ sessions }) {
      known = sessions;
    },
  };
  /** @type {Middleware} */
  const middleware = (context, next) => {
    const session = known?.get(context.URL.searchParams.get('wtr-session-id') ?? '');
    if (session?.testFile.includes('/isolated/')) {
      context.set('Cross-Origin-Opener-Policy', 'same-origin');
      context.set('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    return next();
  };
  return { reporter, middleware };
}
