import type { AnyNode, Expression, Identifier, ImportDeclaration, Pattern, Program, VariableDeclaration } from 'acorn';
import { childrenOf } from './node.ts';

export type FunctionNode = Extract<AnyNode, { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }>;
export type ClassNode = Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>;

/** A name that something declares. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  /** What it is imported as, and from where; `*` is the whole module. */
  readonly imported?: { readonly name: string; readonly from: string };
  /** Scope of the function or class that it is; undefined where it is neither, or may become something else. */
  readonly body?: Scope | undefined;
}

/** A mention of a name. */
export interface Mention {
  readonly name: string;
  readonly start: number;
  readonly assigns: boolean;
}

/** A region in which names are declared. */
export class Scope {
  readonly parent: Scope | null;
  /** The function, class, block … that it is of. */
  readonly node: AnyNode;
  readonly bindings = new Map<string, Binding>();
  /** What is mentioned inside and declared outside. */
  readonly free = new Map<Binding, Mention[]>();
  /** Where `this`, `super`, `import.meta` and `import()` stand inside that mean something outside, or the function's own. */
  readonly bound: { readonly what: string; readonly start: number }[] = [];

  constructor(parent: Scope | null, node: AnyNode) {
    this.parent = parent;
    this.node = node;
  }

  declare(binding: Omit<Binding, 'scope'>): void {
    // A second `var` or parameter of a name is the same variable, of which nobody knows what it holds.
    const { name, body } = binding;
    this.bindings.set(name, { ...binding, scope: this, body: this.bindings.has(name) ? undefined : body });
  }

  find(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.find(name);
  }
}

/** Finds what each function and class of a module takes from outside of itself. */
export function analyse(program: Program): ReadonlyMap<AnyNode, Scope> {
  const walk = new Walk();
  walk.run(program);
  return walk.scopes;
}

/** Two passes in one walk: names are declared on the way, and mentions are resolved at its end, when all names are known. */
class Walk {
  readonly scopes = new Map<AnyNode, Scope>();
  readonly #mentions: (Mention & { readonly scope: Scope })[] = [];

  run(program: Program): void {
    this.#children(program, this.#open(program, null));
    for (const mention of this.#mentions) this.#resolve(mention);
  }

  #open(node: AnyNode, parent: Scope | null): Scope {
    const scope = new Scope(parent, node);
    this.scopes.set(node, scope);
    return scope;
  }

  #resolve({ name, start, assigns, scope }: Mention & { readonly scope: Scope }): void {
    const binding = scope.find(name);
    if (!binding) return;
    for (let level: Scope | null = scope; level && level !== binding.scope; level = level.parent) {
      const mentions = level.free.get(binding) ?? [];
      level.free.set(binding, mentions);
      mentions.push({ name, start, assigns });
    }
  }

  #children(node: AnyNode, scope: Scope): void {
    for (const child of childrenOf(node)) this.#visit(child, scope);
  }

  #visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        return this.#mention(node, scope, false);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node, scope);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, scope);
      case 'VariableDeclaration':
        return this.#variables(node, scope);
      case 'ImportDeclaration':
        return this.#imports(node, scope);
      case 'BlockStatement':
      case 'ForStatement':
      case 'SwitchStatement':
      case 'StaticBlock':
        return this.#block(node, scope);
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = this.#open(node, scope);
        if (node.left.type === 'VariableDeclaration') this.#visit(node.left, inner);
        else this.#target(node.left, inner);
        this.#visit(node.right, inner);
        return this.#visit(node.body, inner);
      }
      case 'CatchClause': {
        const inner = this.#open(node, scope);
        if (node.param) this.#pattern(node.param, inner, inner);
        return this.#children(node.body, inner);
      }
      case 'AssignmentExpression':
        this.#target(node.left, scope);
        return this.#visit(node.right, scope);
      case 'UpdateExpression':
        return this.#target(node.argument as Pattern, scope);
      case 'MemberExpression':
        this.#visit(node.object, scope);
        if (node.computed) this.#visit(node.property, scope);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.#visit(node.key, scope);
        if (node.value) this.#visit(node.value, scope);
        return;
      case 'LabeledStatement':
        return this.#visit(node.body, scope);
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ExportSpecifier':
        return this.#visit(node.local, scope);
      case 'ThisExpression':
        return this.#bind("'this'", node.start, scope);
      case 'Super':
        return this.#bind("'super'", node.start, scope);
      case 'MetaProperty':
        return this.#bind(`'${node.meta.name}.${node.property.name}'`, node.start, scope);
      case 'ImportExpression':
        this.#bind("'import()'", node.start, scope);
        return this.#children(node, scope);
      default:
        return this.#children(node, scope);
    }
  }

  #mention({ name, start }: Identifier, scope: Scope, assigns: boolean): void {
    this.#mentions.push({ name, start, assigns, scope });
  }

  /** What a function's caller or its module gives: no arrow function has it of its own, and no function has imports. */
  #bind(what: string, start: number, scope: Scope): void {
    const ofModule = what.startsWith("'import");
    for (let level: Scope | null = scope; level; level = level.parent) {
      level.bound.push({ what, start });
      const { type } = level.node;
      if (!ofModule && (type === 'FunctionDeclaration' || type === 'FunctionExpression' || type.startsWith('Class'))) return;
    }
  }

  #function(node: FunctionNode, scope: Scope): void {
    const inner = this.#open(node, scope);
    if (node.type === 'FunctionDeclaration' && node.id) scope.declare({ name: node.id.name, body: inner });
    if (node.type === 'FunctionExpression' && node.id) inner.declare({ name: node.id.name, body: inner });
    for (const param of node.params) this.#pattern(param, inner, inner);
    if (node.body.type === 'BlockStatement') this.#children(node.body, inner);
    else this.#visit(node.body, inner);
  }

  #class(node: ClassNode, scope: Scope): void {
    const inner = this.#open(node, scope);
    if (node.id) {
      const own = { name: node.id.name, body: inner };
      if (node.type === 'ClassDeclaration') scope.declare(own);
      else inner.declare(own);
    }
    if (node.superClass) this.#visit(node.superClass, inner);
    this.#children(node.body, inner);
  }

  #block(node: AnyNode, scope: Scope): void {
    this.#children(node, this.#open(node, scope));
  }

  #variables({ kind, declarations }: VariableDeclaration, scope: Scope): void {
    const holder = kind === 'var' ? functionOf(scope) : scope;
    for (const { id, init } of declarations) {
      if (init) this.#visit(init, scope);
      if (id.type === 'Identifier') holder.declare({ name: id.name, body: kind === 'const' && init ? this.#bodyOf(init) : undefined });
      else this.#pattern(id, holder, scope);
    }
  }

  #bodyOf(init: Expression): Scope | undefined {
    return /^(ArrowFunction|Function|Class)Expression$/.test(init.type) ? this.scopes.get(init) : undefined;
  }

  #imports({ specifiers, source }: ImportDeclaration, scope: Scope): void {
    for (const one of specifiers)
      scope.declare({ name: one.local.name, imported: { name: importedName(one), from: String(source.value) } });
  }

  /** Declares the names of a pattern in `holder`; its defaults and computed keys are read in `scope`. */
  #pattern(pattern: Pattern, holder: Scope, scope: Scope): void {
    this.#names(pattern, scope, ({ name }) => holder.declare({ name }));
  }

  /** What an assignment changes. */
  #target(target: Pattern, scope: Scope): void {
    this.#names(target, scope, (name) => this.#mention(name, scope, true));
  }

  #names(pattern: Pattern, scope: Scope, found: (name: Identifier) => void): void {
    switch (pattern.type) {
      case 'Identifier':
        return found(pattern);
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.#names(property.argument, scope, found);
          else {
            if (property.computed) this.#visit(property.key, scope);
            this.#names(property.value, scope, found);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.#names(element, scope, found);
        return;
      case 'AssignmentPattern':
        this.#visit(pattern.right, scope);
        return this.#names(pattern.left, scope, found);
      case 'RestElement':
        return this.#names(pattern.argument, scope, found);
      default:
        return this.#visit(pattern, scope);
    }
  }
}

function functionOf(scope: Scope): Scope {
  let level = scope;
  while (level.parent && !/Function|StaticBlock/.test(level.node.type)) level = level.parent;
  return level;
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const { imported } = specifier;
  return imported.type === 'Identifier' ? imported.name : String(imported.value);
}
