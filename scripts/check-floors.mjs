/**
 * Holds the house up: a room imports only from rooms below it and only from their index.ts, and the rooms that need no
 * DOM load in Node, where there is none.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, parseSync } from 'vite';

/** From the bottom up. A name without a folder is a file of src/. */
const floors = [
  'param',
  'http',
  'thread',
  'link',
  'origin',
  'session',
  'component',
  'compile',
  'api.ts',
  'namespace.ts',
  'app.ts',
  'worker.ts',
  'host',
  'inspect',
  'view',
  'embed',
  'page.ts',
  'index.ts',
  'heddle.ts',
  'site',
  'vite.ts',
  'cli.ts',
];
const withoutDom = ['param', 'http', 'thread', 'link', 'origin', 'session', 'component', 'compile', 'api.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

const problems = [...files.flatMap(checkImports), ...(await checkNode())];
for (const problem of problems) console.error(problem);
console.log(`floors: ${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function checkImports(/** @type {string} */ file) {
  const own = roomOf(file);
  if (!floors.includes(own)) return [`src/${file}: the room '${own}' is on no floor`];
  const relative = importsOf(file).filter((specifier) => specifier.startsWith('.'));
  return relative.flatMap((specifier) => {
    const target = resolve('/', dirname(file), specifier.replace(/\?.*$/, '')).slice(1);
    const room = roomOf(target);
    if (room === own) return [];
    if (floors.indexOf(room) > floors.indexOf(own)) return [`src/${file}: '${own}' must not import from '${room}', which is above it`];
    if (target !== room && target !== `${room}/index.ts`)
      return [`src/${file}: imports src/${target}; rooms are entered by their index.ts`];
    return [];
  });
}

function roomOf(/** @type {string} */ file) {
  return file.split('/')[0] ?? '';
}

/** Specifiers of all imports and re-exports, types included. */
function importsOf(/** @type {string} */ file) {
  const text = readFileSync(join(src, file), 'utf8');
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`src/${file}: ${errors[0]?.message}`);
  return [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) => found.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...module.dynamicImports.flatMap(
      (found) => /^(['"])(.*)\1$/.exec(text.slice(found.moduleRequest.start, found.moduleRequest.end))?.[2] ?? [],
    ),
  ];
}

/** Bundles each room that needs no DOM for Node, dependencies left outside, and imports it. */
async function checkNode() {
  const outDir = join(root, '.cache/floors');
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const rooms = withoutDom.filter((room) => files.includes(room) || files.includes(`${room}/index.ts`));
  const problem = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      ssr: true,
      rolldownOptions: {
        input: Object.fromEntries(
          rooms.map((room) => [room.replace('.ts', ''), join(src, room.endsWith('.ts') ? room : `${room}/index.ts`)]),
        ),
        output: { entryFileNames: '[name].mjs' },
      },
    },
  }).catch((error) => error.message);
  if (typeof problem === 'string') return [problem];
  /** @type {string[]} */
  const problems = [];
  for (const room of rooms) {
    await import(join(outDir, `${room.replace('.ts', '')}.mjs`)).catch((error) =>
      problems.push(`src/${room} does not load in Node: ${error.stack}`),
    );
  }
  return problems;
}
