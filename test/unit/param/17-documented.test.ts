import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { API, SymbolFlags, type Symbol } from 'typescript/unstable/sync';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const api = new API({ cwd: root });
const [project] = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] }).getProjects();
if (project === undefined) throw new Error('The compiler has opened no project.');
const { checker, program } = project;
afterAll(() => api.close());

const KINDS = ['boolean', 'container', 'data', 'date', 'number', 'object', 'range', 'selector', 'text'];

/** What authors meet beyond what the room exports by name: the kinds, their slots, and the options of methods. */
const BEYOND = [
  ...KINDS.map((kind) => [`kinds/${kind}.ts`, /(Parameter|Slots)$/] as const),
  ['namespace.ts', /^InstanceParams$/] as const,
  ['declare.ts', /^ClassParams$/] as const,
  ['connect.ts', /^LinkOptions$/] as const,
  ['rx.ts', /^RxWatchOptions$/] as const,
  ['errors.ts', /^Fault$/] as const,
];

/** What a file of the room exports, where it is declared. */
function exportsOf(file: string): Symbol[] {
  const source = program.getSourceFile(`${root}src/param/${file}`);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`There is no ${file}.`);
  const declared = (it: Symbol): Symbol => ((it.flags & SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(it) : it);
  return checker.getExportsOfModule(module).map(declared);
}

/** What a class or interface declares itself, and the kinds of `param`; not what is private, internal or a type parameter. */
function membersOf(symbol: Symbol): readonly Symbol[] {
  if (symbol.name === 'param') return checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol) as never);
  if ((symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface)) === 0) return [];
  return [...symbol.getMembers().values()].filter(
    (it) =>
      /^[a-z]\w*$/i.test(it.name) &&
      (it.flags & SymbolFlags.TypeParameter) === 0 &&
      !it.getJsDocTags(checker).some((tag) => tag.name === 'internal'),
  );
}

const publicNames = [...exportsOf('index.ts'), ...BEYOND.flatMap(([file, names]) => exportsOf(file).filter((it) => names.test(it.name)))];
const all = publicNames.flatMap((it) => [
  { title: it.name, symbol: it },
  ...membersOf(it).map((member) => ({ title: `${it.name}.${member.name}`, symbol: member })),
]);

/** The comment at a name, or at the function that it stands for. */
function commentOn(symbol: Symbol): string {
  return symbol.getDocumentationComment(checker) || (checker.getTypeOfSymbol(symbol)?.getSymbol()?.getDocumentationComment(checker) ?? '');
}

/** The type of a value as a declaration file says it; nothing for a type. */
function typeOf(symbol: Symbol): string {
  const type = (symbol.flags & SymbolFlags.Value) === 0 ? undefined : checker.getTypeOfSymbol(symbol);
  return type === undefined ? '' : checker.typeToString(type);
}

describe('every public name of parameters', () => {
  it('says what it means', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter(({ symbol }) => commentOn(symbol).trim() === '').map(({ title }) => title)).toEqual([]);
  });

  it('has a type without any', () => {
    const isLoose = /(^|[:|&<,([]|=>) ?any\b(?!<)/;
    expect(all.filter(({ title, symbol }) => title !== 'param' && isLoose.test(typeOf(symbol))).map(({ title }) => title)).toEqual([]);
  });
});
