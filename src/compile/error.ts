/** The code of an app cannot be compiled. */
export class CompileError extends SyntaxError {
  override name = 'CompileError';
  /** Place in the author's text; `line` and `column` count from 1. */
  readonly where: { readonly file: string; readonly line: number; readonly column: number };

  constructor(message: string, file: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`${message} (${file}:${line}:${column}).`);
    this.where = { file, line, column };
  }
}
