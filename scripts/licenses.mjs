import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Makes one list of the licenses in `folder`, which each build has written for what it contains, and removes the folder. */
export function mergeLicenses(/** @type {string} */ folder, /** @type {string} */ file) {
  const lists = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const sections = new Set(lists.flatMap((list) => list.split(/^(?=## \S+ - \d)/m).slice(1)).map((section) => section.trim()));
  const text = ['# Licenses', 'The scripts beside this file contain these packages.', ...[...sections].sort()].join('\n\n');
  writeFileSync(file, `${text}\n`);
  rmSync(folder, { recursive: true });
}
