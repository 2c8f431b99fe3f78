/**
 * Serves the pages of the test files in a folder `isolated/` with the headers that make a page cross-origin isolated, and so
 * give it shared memory. Their sessions are known by what the runner tells its reporters at the start.
 */
export function isolate() {
  /** @type {import('@web/test-runner-core').TestSessionManager | undefined} */
  let known;
  /** @type {import('@web/test-runner').Reporter} */
  const reporter = {
    start({ sessions }) {
      known = sessions;
    },
  };
  const middleware = (/** @type {import('koa').Context} */ context, /** @type {import('koa').Next} */ next) => {
    const session = known?.get(context.URL.searchParams.get('wtr-session-id') ?? '');
    if (session?.testFile.includes('/isolated/')) {
      context.set('Cross-Origin-Opener-Policy', 'same-origin');
      context.set('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    return next();
  };
  return { reporter, middleware };
}
