import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** @type {Record<string, string>} */
const types = { '.jpg': 'image/jpeg', '.png': 'image/png', '.svg': 'image/svg+xml', '.json': 'application/json', '.csv': 'text/csv' };

/**
 * `assets.js`: the files of `folder` as data URLs, handed to `http.fetch`. The site loads it only when it was opened
 * from disk, where a page may not fetch its siblings.
 *
 * @returns {import('vite').Plugin}
 */
export function embeddedAssets(/** @type {string} */ folder) {
  return {
    name: 'embedded-assets',
    generateBundle() {
      const assets = Object.fromEntries(readdirSync(folder).map((name) => [`${basename(folder)}/${name}`, dataUrl(join(folder, name))]));
      this.emitFile({ type: 'asset', fileName: 'assets.js', source: `heddle.configure({ assets: ${JSON.stringify(assets)} });\n` });
    },
  };
}

function dataUrl(/** @type {string} */ file) {
  const type = types[extname(file)];
  if (!type) throw new Error(`embedded-assets: no media type is known for ${file}`);
  return `data:${type};base64,${readFileSync(file, 'base64')}`;
}
