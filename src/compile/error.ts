import type { Position } from './origin.ts';

/** The code of an app cannot be compiled. */
export class CompileError extends SyntaxError {
  override name = 'CompileError';
  /** Place in the author's text. */
  readonly where: Position & { readonly file: string };

  constructor(message: string, file: string, { line, column }: Position) {
    super(`${message} (${file}:${line}:${column}).`);
    this.where = { file, line, column };
  }
}
