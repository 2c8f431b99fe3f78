#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Rolldown } from 'vite';

const USAGE = `Usage: heddle bundle app.ts [-o report.html] [--title "A report"]

Writes one HTML file that holds an app, what it imports and Heddle, and that opens from disk.`;

/** The folder of the scripts for pages. */
const dist = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What an app loads later lies in the file, too, where its text mentions what needs it. */
const LATER: readonly (readonly [script: string, needed: RegExp])[] = [
  ['heddle-markup.js', /^/],
  ['heddle-notifications.js', /^/],
  ['heddle-monitor.js', /^/],
  ['heddle-compile.js', /(['"])use thread\1/],
  ['heddle-bokeh.js', /\b(Bokeh|figure)\b/],
  ['bokeh/bokeh.min.js', /\b(Bokeh|figure)\b/],
  ['bokeh/bokeh-api.min.js', /\b(Bokeh|figure)\b/],
];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', short: 'o' }, title: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(USAGE);
  const [command, entry, ...others] = positionals;
  if (command !== 'bundle' || entry === undefined || others.length > 0) throw new Error(USAGE);
  const { name } = parse(entry);
  const out = values.out ?? `${name}.html`;
  const app = await bundle(resolve(entry));
  const later = LATER.filter(([, needed]) => needed.test(app)).map(([script]) => script);
  const scripts = await Promise.all(['heddle.js', ...later].map((script) => readFile(join(dist, script), 'utf8')));
  await writeFile(out, page({ name, title: values.title ?? name, app, scripts }));
  console.log(`${out} opens from disk.`);
}

/** The text of the app's module, with all that it imports but Heddle. */
async function bundle(entry: string): Promise<string> {
  const { build } = await import('vite').catch((cause: unknown) => {
    throw new Error('heddle bundle needs Vite: npm install --save-dev vite', { cause });
  });
  const [output] = (await build({
    configFile: false,
    publicDir: false,
    root: dirname(entry),
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'app' },
      rolldownOptions: { external: 'heddle', output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return (output as Rolldown.RolldownOutput).output[0].code;
}

function page({ name, title, app, scripts }: { name: string; title: string; app: string; scripts: readonly string[] }): string {
  return `<!doctype html>
<html>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${escape(title)}</title>
${scripts.map((text) => `<script>${inline(text)}</script>`).join('\n')}
  </head>
  <body>
    <heddle-app name="${escape(name)}">
<script type="heddle">
${inline(app)}
</script>
    </heddle-app>
  </body>
</html>
`;
}

/** Keeps a script's text from ending its element: in strings and patterns, where such words stand, an escape means the same. */
function inline(script: string): string {
  return script.replace(/<(?=\/?script|!--)/gi, '\\x3c');
}

function escape(text: string): string {
  return text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
