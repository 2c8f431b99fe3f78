import { type AnyNode, type ObjectExpression, parse, type Program } from 'acorn';
import MagicString from 'magic-string';
import { CompileError } from './error.ts';
import { childrenOf } from './node.ts';
import { here, type Origin, placeOf, type Position } from './origin.ts';
import { analyse, type Binding, type ClassNode, type FunctionNode, type Scope } from './scope.ts';

/** What compiled code calls to make a thread function. */
export const THREAD = '$heddleThread';

export interface LiftOptions {
  /**
   * Keep the source of each function beside it, for code that something rewrites afterwards; that of functions which are
   * given to threads by a call, too. Default false.
   */
  readonly keepSource?: boolean;
  /** Where the author wrote what stands at a place of the text, where something rewrote it before. */
  readonly origin?: Origin;
}

/** What runs the functions that it is given on a thread. */
const RUNNERS: ReadonlySet<string> = new Set(['thread', 'Thread', 'SessionTaskRunner', 'GlobalTaskRunner']);

/**
 * Makes every function of a module whose first statement is `'use thread'` a thread function: the function, its name, what
 * it takes from around itself, and what of that is Heddle's go to `$heddleThread`. Lines stay as they are.
 *
 * Undefined where there is no such function, and for what cannot be read: the engine says why.
 * @throws CompileError for what a thread could not do, with the author's line.
 */
export function lift(text: string, file: string, options: LiftOptions = {}): MagicString | undefined {
  const program = read(text);
  if (!program) return undefined;
  const lifter = new Lifter(program, text, file, options);
  return lifter.run() ? lifter.code : undefined;
}

function read(text: string): Program | undefined {
  try {
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class Lifter {
  readonly code: MagicString;
  readonly #text: string;
  readonly #file: string;
  readonly #program: Program;
  readonly #keepSource: boolean;
  readonly #origin: Origin;
  readonly #scopes: ReadonlyMap<AnyNode, Scope>;
  #found = false;

  constructor(program: Program, text: string, file: string, { keepSource = false, origin = here }: LiftOptions) {
    this.code = new MagicString(text);
    this.#text = text;
    this.#file = file;
    this.#program = program;
    this.#keepSource = keepSource;
    this.#origin = origin;
    this.#scopes = analyse(program);
  }

  /** Whether there was anything to lift. */
  run(): boolean {
    this.#walk(this.#program, []);
    return this.#found;
  }

  #walk(node: AnyNode, above: readonly AnyNode[]): void {
    if (isFunction(node) && asksForThread(node)) this.#lift(node, above);
    else if (this.#keepSource) this.#keepGiven(node, above);
    const path = [...above, node];
    for (const child of childrenOf(node)) this.#walk(child, path);
  }

  #lift(node: FunctionNode, above: readonly AnyNode[]): void {
    this.#found = true;
    const parent = above.at(-1) as AnyNode;
    const name = nameOf(node, parent) ?? 'anonymous';
    const isMethod = parent.type === 'Property' && parent.method;
    const captures = this.#captures(node, name, isMethod ? parent : node);
    const rest = `, ${JSON.stringify(name)}, ${captures})`;
    if (node.type === 'FunctionDeclaration') this.#liftDeclaration(node, above, name, rest);
    else if (parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.kind !== 'init')) {
      this.#refuse(`A method of a class, a getter or a setter cannot run on a thread, where there is no 'this'`, node.start);
    } else if (isMethod) {
      if (parent.computed) this.#refuse('A method with a computed name cannot run on a thread', node.start);
      const key = this.#text.slice(parent.key.start, parent.key.end);
      this.code.appendLeft(parent.start, `${key}: ${THREAD}(Object.values({ `).appendRight(parent.end, ` })[0]${rest}`);
    } else this.code.appendLeft(node.start, `${THREAD}(`).appendRight(node.end, rest);
  }

  /** A declared function can be called before its line: it is replaced where its block begins. */
  #liftDeclaration(node: FunctionNode, above: readonly AnyNode[], name: string, rest: string): void {
    if (above.at(-1)?.type === 'SwitchCase')
      this.#refuse("Put braces around the 'case': a thread function in it needs a block", node.start);
    const block = above.findLast((one) => one.type === 'Program' || one.type === 'BlockStatement' || one.type === 'StaticBlock');
    if (!block || !('body' in block) || !Array.isArray(block.body) || !node.id) {
      return this.#refuse("Give the function a name: a thread function without one can't be exported", node.start);
    }
    const statements = block.body as readonly AnyNode[];
    const first = statements.find((one) => !('directive' in one)) as AnyNode;
    this.code.prependLeft(first.start, `${name} = ${THREAD}(${name}${rest}; `);
  }

  /** What a function and those that it uses take from around them, as the author's code sees it at a call. `whole` is kept of it. */
  #captures(node: FunctionNode, name: string, whole: AnyNode): string {
    const scope = this.#scopes.get(node) as Scope;
    const names = new Map<string, Binding>();
    const todo = [scope];
    for (let level = todo.pop(); level; level = todo.pop()) {
      this.#check(level, scope, name);
      for (const binding of level.free.keys()) {
        if (binding.body === scope || isWithin(binding.scope, scope)) continue;
        const known = names.get(binding.name);
        if (known === binding) continue;
        if (known) this.#refuse(`'${binding.name}' means two things in what '${name}' needs on a thread: rename one`, node.start);
        names.set(binding.name, binding);
        if (binding.body) todo.push(binding.body);
      }
    }
    const all = [...names.values()];
    const heddle = all.filter(({ imported }) => imported?.from === 'heddle');
    // Classes in the order in which the author's code makes them, after all that they may call: one may extend another.
    const own = all.filter((one) => !heddle.includes(one)).sort((a, b) => classAt(a) - classAt(b));
    const exported = heddle.map(({ name: local, imported }) => `${local}: ${JSON.stringify(imported?.name)}`);
    const parts = [`() => ({ ${own.map(taking).join(', ')} })`];
    if (exported.length > 0 || this.#keepSource) parts.push(`{ ${exported.join(', ')} }`);
    if (this.#keepSource) parts.push(this.#sources(whole, name, own));
    return parts.join(', ');
  }

  /** Functions that a call gives to threads: as arguments, in an object among these, or in one that is called `uses`. */
  #keepGiven(node: AnyNode, above: readonly AnyNode[]): void {
    if (node.type === 'ObjectExpression' && nameOf(node, above.at(-1) as AnyNode) === 'uses') this.#keepIn(node, above);
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    if (!RUNNERS.has(this.#exportOf(node.callee, above) ?? '')) return;
    for (const given of node.arguments) {
      if (given.type === 'ObjectExpression') this.#keepIn(given, above);
      else this.#keep(given, above);
    }
  }

  #keepIn({ properties }: ObjectExpression, above: readonly AnyNode[]): void {
    for (const one of properties) {
      if (one.type !== 'Property' || one.kind !== 'init' || one.method) continue;
      if (one.shorthand) this.#keep(one.value, above, `${this.#text.slice(one.key.start, one.key.end)}: `);
      else this.#keep(one.value, above);
    }
  }

  #keep(given: AnyNode, above: readonly AnyNode[], key = ''): void {
    const node = given.type === 'Identifier' ? this.#find(given.name, above)?.body?.node : given;
    if (!node || !isCode(node) || (isFunction(node) && asksForThread(node))) return;
    this.#found = true;
    const name = given.type === 'Identifier' ? given.name : (nameOf(node, above.at(-1) as AnyNode) ?? 'anonymous');
    const source = `{ ${JSON.stringify(name)}: ${this.#sourceOf(node)} }, ${JSON.stringify(this.#file)}`;
    this.code.appendLeft(given.start, `${key}${THREAD}.keep(`).appendRight(given.end, `, ${JSON.stringify(name)}, ${source})`);
  }

  #find(name: string, above: readonly AnyNode[]): Binding | undefined {
    const node = above.findLast((one) => this.#scopes.has(one));
    return node && this.#scopes.get(node)?.find(name);
  }

  /** What Heddle calls the thing that an expression names. */
  #exportOf(node: AnyNode, above: readonly AnyNode[]): string | undefined {
    const isMember = node.type === 'MemberExpression' && !node.computed;
    const named = isMember ? node.object : node;
    const imported = named.type === 'Identifier' ? this.#find(named.name, above)?.imported : undefined;
    if (imported?.from !== 'heddle') return undefined;
    if (!isMember) return imported.name;
    return imported.name === '*' && node.property.type === 'Identifier' ? node.property.name : undefined;
  }

  #check(level: Scope, scope: Scope, name: string): void {
    for (const { what, start } of level.bound) {
      if (level === scope || what.startsWith("'import"))
        this.#refuse(`${what} is not there in '${name}', which runs on a thread${ADVICE[what] ?? ''}`, start);
    }
    for (const [binding, mentions] of level.free) {
      const assigned = mentions.find(({ assigns }) => assigns);
      if (!assigned || isWithin(binding.scope, scope)) continue;
      this.#refuse(
        `'${binding.name}' is assigned in '${name}', which runs on a thread and has a copy of it: return the value, or assign to a component`,
        assigned.start,
      );
    }
  }

  /** Their text and place, by their names, and the file. */
  #sources(node: AnyNode, name: string, captured: readonly Binding[]): string {
    const nodes: [string, AnyNode][] = [[name, node]];
    for (const { name: used, body } of captured) if (body) nodes.push([used, body.node]);
    const texts = nodes.map(([used, one]) => `${used}: ${this.#sourceOf(one)}`);
    return `{ ${texts.join(', ')} }, ${JSON.stringify(this.#file)}`;
  }

  #sourceOf(node: AnyNode): string {
    const { line, column } = this.#place(node.start);
    return `[${JSON.stringify(this.#spread(node))}, ${line}, ${column}]`;
  }

  /** The text of a node, with its lines as far apart as the author had them. */
  #spread(node: AnyNode): string {
    const texts = literalsIn(node).map(({ start, end }) => [start, end] as const);
    const last = this.#place(node.end).line;
    let { line } = this.#place(node.start);
    let offset = node.start;
    const [first = '', ...rest] = this.#text.slice(node.start, node.end).split('\n');
    let spread = first;
    for (const text of rest) {
      offset = this.#text.indexOf('\n', offset) + 1;
      const begin = offset + text.search(/\S|$/);
      const wanted = texts.some(([start, end]) => start < begin && begin < end) ? 0 : this.#place(begin).line;
      const step = wanted <= last ? Math.max(1, wanted - line) : 1;
      spread += '\n'.repeat(step) + text;
      line += step;
    }
    return spread;
  }

  /** Where the author wrote what stands at an offset. */
  #place(offset: number): Position {
    return this.#origin(placeOf(this.#text, offset));
  }

  #refuse(message: string, offset: number): never {
    throw new CompileError(message, this.#file, this.#place(offset));
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  "'import.meta'": ': put what you need of it into a variable',
  "'import()'": ': use threadModule',
};

/** A thread function that another one uses is the plain function there. */
function taking({ name, body }: Binding): string {
  return body && isFunction(body.node) && asksForThread(body.node) ? `${name}: ${THREAD}.plain(${name})` : name;
}

function classAt({ body }: Binding): number {
  return body && !isFunction(body.node) ? body.node.start : 0;
}

function isWithin(inner: Scope, outer: Scope): boolean {
  for (let level: Scope | null = inner; level; level = level.parent) if (level === outer) return true;
  return false;
}

/** What line breaks inside are part of. */
function literalsIn(node: AnyNode): AnyNode[] {
  return node.type === 'TemplateElement' || node.type === 'Literal' ? [node] : childrenOf(node).flatMap(literalsIn);
}

function isFunction(node: AnyNode): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

function isCode(node: AnyNode): node is FunctionNode | ClassNode {
  return isFunction(node) || node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function asksForThread({ body }: FunctionNode): boolean {
  if (body.type !== 'BlockStatement') return false;
  const [first] = body.body;
  return first?.type === 'ExpressionStatement' && first.directive === 'use thread';
}

/** The name that stacks and messages give to a function. */
function nameOf(node: AnyNode, parent: AnyNode): string | undefined {
  if (isCode(node) && node.id) return node.id.name;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if ((parent.type === 'Property' || parent.type === 'PropertyDefinition') && !parent.computed && parent.key.type === 'Identifier')
    return parent.key.name;
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'Identifier') return parent.left.name;
  if (parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && parent.callee.property.type === 'Identifier')
    return parent.callee.property.name;
  return undefined;
}
