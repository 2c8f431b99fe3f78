/**
 * index.html names the built files, as the published page does. This serves it from sources: the built scripts' tags
 * become module scripts, which run in the same order.
 *
 * @returns {import('vite').Plugin}
 */
export function devPage() {
  return {
    name: 'dev-page',
    apply: 'serve',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html
          .replace('<script src="heddle.js">', '<script type="module" src="/src/heddle.ts">')
          .replace('<script src="site.js">', '<script type="module" src="/src/site/main.ts">')
          .replace(/<link\b[^>]*href="site\.css"[^>]*>/, ''), // main.ts imports it
    },
  };
}
