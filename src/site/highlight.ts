/**
 * Colours JavaScript through the CSS Custom Highlight API: ranges over the text, no mark-up in it, so that the
 * text stays editable and copies as it is. Where the API is missing the code is plain.
 */
const token = new RegExp(
  [
    /(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)/,
    /(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)/,
    /(?<number>\b\d[\d_.]*\b)/,
    /(?<keyword>\b(?:async|await|break|class|const|else|export|for|from|function|if|import|let|new|of|return|static|throw|try|while|yield)\b)/,
    /(?<call>\b[A-Za-z_$][\w$]*(?=\())/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);

const kinds = ['comment', 'string', 'number', 'keyword', 'call'] as const;
const coloured = new WeakMap<Element, Array<readonly [string, Range]>>();

/**
 * Colours the text of `element`, which holds text only; call it again after an edit. What is not in the page yet is left
 * alone, since Firefox never paints a range that was made outside of it.
 */
export function highlight(element: Element): void {
  if (!('highlights' in CSS) || !element.isConnected) return;
  for (const [kind, range] of coloured.get(element) ?? []) CSS.highlights.get(kind)?.delete(range);
  const ranges = [...element.childNodes].filter((node) => node instanceof Text).flatMap(rangesOf);
  for (const [kind, range] of ranges) group(kind).add(range);
  coloured.set(element, ranges);
}

function rangesOf(text: Text): Array<readonly [string, Range]> {
  return [...text.data.matchAll(token)].flatMap((match) => {
    const kind = kinds.find((name) => match.groups?.[name] !== undefined);
    if (kind === undefined) return [];
    const range = new Range();
    range.setStart(text, match.index);
    range.setEnd(text, match.index + match[0].length);
    return [[kind, range] as const];
  });
}

function group(kind: string): Highlight {
  let found = CSS.highlights.get(kind);
  if (!found) CSS.highlights.set(kind, (found = new Highlight()));
  return found;
}
