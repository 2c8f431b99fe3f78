import { createReadStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../node_modules/@bokeh/bokehjs/build/js/', import.meta.url));

/** BokehJS as it is published, under `bokeh/`: the Bokeh pane loads it by a script tag when it is first shown. */
export function bokehFiles() {
  return /** @type {import('vite').Plugin} */ ({
    name: 'bokeh-files',
    configureServer(server) {
      server.middlewares.use('/bokeh', (request, response, next) => {
        const file = folder + new URL(request.url ?? '', 'http://host').pathname.slice(1);
        if (!isClassic(file) || !existsSync(file)) return next();
        response.statusCode = 200; // the test runner's server starts from 404
        response.setHeader('Content-Type', 'text/javascript');
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const name of readdirSync(folder).filter(isClassic)) {
        this.emitFile({ type: 'asset', fileName: `bokeh/${name}`, source: readFileSync(folder + name) });
      }
    },
  });
}

const isClassic = (/** @type {string} */ name) => name.endsWith('.min.js') && !name.endsWith('.esm.min.js');
