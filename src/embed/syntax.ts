/** Stops the script that is only to be parsed: text that closes the function around it must not run in the page. */
const PARSED = 'heddle: parsed';
const PREFIX = `throw '${PARSED}';(async () => {"use strict";`;

/** Where the text of an app cannot be parsed; `line` and `column` count from 1. */
interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Finds the line of a syntax error. `eval` tells it in no engine, but a script element does: its text is parsed, the
 * error event names the place, and nothing of it runs. First in a frame, where no listener of the page hears of it; WebKit
 * tells the place only on the page itself.
 */
export function locateSyntaxError(text: string): SyntaxFault | undefined {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  try {
    const found = (frame.contentWindow && parseIn(frame.contentWindow, text)) ?? parseIn(window, text);
    return found === 'parsed' ? undefined : found;
  } finally {
    frame.remove();
  }
}

/** Undefined where the engine keeps the place to itself. */
function parseIn(view: Window, text: string): SyntaxFault | 'parsed' | undefined {
  let found: SyntaxFault | 'parsed' | undefined;
  const listen = (event: ErrorEvent): void => {
    const { lineno: line, colno, message } = event;
    const column = line === 1 ? colno - PREFIX.length : colno;
    if (message.includes(PARSED)) found = 'parsed';
    else if (line > 0) found = { line, column, message: message.replace(/^(Uncaught )?SyntaxError: (Failed to execute .*?: )?/, '') };
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const script = view.document.createElement('script');
  script.textContent = `${PREFIX}${declareImports(text)}\n})`;
  view.addEventListener('error', listen, { capture: true });
  view.document.head.append(script);
  view.removeEventListener('error', listen, { capture: true });
  script.remove();
  return found;
}

const IMPORT = /^([ \t]*)import\b(?!\s*[(.])(?:([^;'"]+?)\bfrom\b)?(\s*)(['"][^'"]*['"])/gm;

/**
 * Static imports cannot stand in a function, so what they name is declared; the lexer could not read the text, so a pattern
 * has to do. Lines and columns are kept: `import D, { a as b } from 'x'` is `let    D, { a :  b } =    0; `.
 */
function declareImports(text: string): string {
  return text.replace(IMPORT, (_, indent: string, names: string | undefined, gap: string, from: string) => {
    const declared = names && `let   ${names.replace(/\*(\s+)as\b/, ' $1  ').replace(/\bas\b/g, ': ')}=   `;
    return `${indent}${declared ?? '      '}${gap}${'0;'.padEnd(from.length)}`;
  });
}
