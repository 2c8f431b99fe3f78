/** The code of an app cannot be compiled. `line` and `column` count from 1 in the author's text. */
export class CompileError extends SyntaxError {
  override name = 'CompileError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, file: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`${message} (${file}:${line}:${column}).`);
    this.line = line;
    this.column = column;
  }
}
