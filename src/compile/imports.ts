import jsTokens from 'js-tokens';

/** A place where a module's text imports or exports; `text.slice(start, end)` is what a compiler replaces. */
interface Place {
  /** The word of `import(…)`, `import.meta`, or the word `export`. */
  readonly kind: 'dynamic' | 'meta' | 'export';
  readonly start: number;
  readonly end: number;
}

/** An import statement, attributes included. */
export interface ImportStatement {
  readonly kind: 'static';
  readonly start: number;
  readonly end: number;
  /** What stands before `from`: its words and signs a space apart, without comments. */
  readonly clause: string;
  /** As it is written, quotes included. */
  readonly specifier: string;
  /** The object of `with`, a space between its words and signs; empty where there is none. */
  readonly attributes: string;
}

interface Token {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What follows `export` where it is not the name of a property, a method or a field. */
const EXPORTED = /^([{*]|default|const|let|var|function|class|async)$/;

/** Finds the imports and exports of a module in the order of its text; text that is no JavaScript is for the engine to refuse. */
export function findImports(text: string): (Place | ImportStatement)[] {
  const tokens = tokensOf(text);
  return tokens.flatMap(({ type, value, start, end }, at) => {
    const [before, next, after] = [tokens[at - 1]?.value, tokens[at + 1]?.value ?? '', tokens[at + 2]];
    if (type !== 'IdentifierName' || before === '.' || before === '?.') return [];
    if (value === 'export' && EXPORTED.test(next)) return { kind: 'export', start, end };
    if (value !== 'import') return [];
    if (next === '(') return isMethod(tokens, at + 1) ? [] : { kind: 'dynamic', start, end };
    if (next === '.') return after?.value === 'meta' ? { kind: 'meta', start, end: after.end } : [];
    return statement(tokens, at) ?? [];
  });
}

/** The text without white space and comments. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { type, value } of jsTokens(text)) {
    const start = end;
    end += value.length;
    if (!/^White|^Line|Comment$/.test(type)) tokens.push({ type, value, start, end });
  }
  return tokens;
}

/** The statement whose `import` is at `at`; undefined where that is the name of a property or a field. */
function statement(tokens: readonly Token[], at: number): ImportStatement | undefined {
  const clause: string[] = [];
  let last = at + 1;
  for (; tokens[last]?.type !== 'StringLiteral' || (clause.length > 0 && clause.at(-1) !== 'from'); last++) {
    const { type, value = '' } = tokens[last] ?? {};
    if (!/^(IdentifierName|StringLiteral)$/.test(type ?? '') && !/^[{},*]$/.test(value)) return undefined;
    clause.push(value);
  }
  const from = last;
  if (tokens[last + 1]?.value === 'with' && tokens[last + 2]?.value === '{') while (tokens[last + 1] && tokens[last]!.value !== '}') last++;
  return {
    kind: 'static',
    start: tokens[at]!.start,
    end: tokens[last]!.end,
    clause: clause.slice(0, -1).join(' '),
    specifier: tokens[from]!.value,
    attributes: tokens
      .slice(from + 2, last + 1)
      .map((token) => token.value)
      .join(' '),
  };
}

/** Whether the parenthesis at `at` begins the parameters of a method: a body follows them. */
function isMethod(tokens: readonly Token[], at: number): boolean {
  let depth = 0;
  do {
    const value = tokens[at++]?.value;
    depth += value === '(' ? 1 : value === ')' ? -1 : 0;
  } while (depth > 0 && at < tokens.length);
  return tokens[at]?.value === '{';
}
