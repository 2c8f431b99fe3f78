/** A place in a text; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Where in the author's text something stands, by its place in a text that was made of it. */
export type Origin = (position: Position) => Position;

/** Of a text that nobody made of another. */
export const here: Origin = (position) => position;

interface Segment {
  readonly at: number;
  readonly origin: Position;
}

/** Reads the mappings of a source map, of one source. What stands between two of them comes from where the first one does. */
export function createOrigin(mappings: string): Origin {
  const lines = decode(mappings);
  return ({ line, column }) => {
    for (let index = line - 1; index >= 0; index--) {
      const found = lines[index]?.findLast(({ at }) => index < line - 1 || at < column);
      if (found) return found.origin;
    }
    return { line, column };
  };
}

function decode(mappings: string): Segment[][] {
  let [line, column] = [1, 1];
  return mappings.split(';').map((text) => {
    let at = 0;
    const segments: Segment[] = [];
    for (const segment of text.split(',')) {
      const [step = 0, source, lines = 0, columns = 0] = numbersOf(segment);
      at += step;
      if (source === undefined) continue;
      line += lines;
      column += columns;
      segments.push({ at, origin: { line, column } });
    }
    return segments;
  });
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Digits of 5 bits, the lowest first; a sixth bit says that more follow, and the lowest one of a number is its sign. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let [value, weight] = [0, 1];
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit % 32) * weight;
    weight *= 32;
    if (digit >= 32) continue;
    numbers.push((value % 2 === 1 ? -1 : 1) * Math.floor(value / 2));
    [value, weight] = [0, 1];
  }
  return numbers;
}
