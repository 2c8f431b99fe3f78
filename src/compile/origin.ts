import { decode } from '@jridgewell/sourcemap-codec';

/** A place in a text; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The other way round. */
export function offsetOf(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.join('').length + before.length + column - 1;
}

/** Where in the author's text something stands, by its place in a text that was made of it. */
export type Origin = (position: Position) => Position;

/** Of a text that nobody made of another. */
export const here: Origin = (position) => position;

/** Reads the mappings of a source map, of one source. What stands between two of them comes from where the first one does. */
export function createOrigin(mappings: string): Origin {
  const lines = decode(mappings);
  return ({ line, column }) => {
    for (let index = line - 1; index >= 0; index--) {
      const found = lines[index]?.findLast(([at, source]) => source !== undefined && (index < line - 1 || at < column));
      const [, , before = 0, left = 0] = found ?? [];
      if (found) return { line: before + 1, column: left + 1 };
    }
    return { line, column };
  };
}
