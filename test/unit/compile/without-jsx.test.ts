import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsTokens from 'js-tokens';
import { describe, expect, it } from 'vitest';
import { withoutJsx } from '../../../scripts/without-jsx.mjs';

const file = createRequire(import.meta.url).resolve('js-tokens');
const transform = withoutJsx().transform as (code: string, id: string) => string | undefined;

describe('What the script has of js-tokens', () => {
  it('finds the tokens that js-tokens finds', async () => {
    const code = transform(readFileSync(file, 'utf8'), file) ?? '';
    expect(code).not.toMatch(/case "JSX|"\?JSX|jsx/);
    const { default: tokens } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: typeof jsTokens };
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const texts = sources.map((name) => readFileSync(`src/${name}`, 'utf8'));
    for (const text of [...texts, '<a b="c">{d}</a>', 'a = <b>c</b>; `${{}}` } ` ${ <', '#!x\n/<a>/ < \u0000 "'])
      expect([...tokens(text)]).toEqual([...jsTokens(text)]);
  });
});
