import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dist } from './harness/index.ts';

test('one list has the licenses of every package that a script of the build contains', () => {
  const text = readFileSync(join(dist, 'licenses.md'), 'utf8');
  const named = Array.from(text.matchAll(/^## (\S+) - \d\S* \(/gm), ([, name]) => name);
  expect(named).toEqual([
    '@jridgewell/sourcemap-codec',
    '@lit/reactive-element',
    'acorn',
    'comlink',
    'dompurify',
    'idb-keyval',
    'js-tokens',
    'lit',
    'lit-element',
    'lit-html',
    'magic-string',
    'marked',
  ]);
});
