/** Stops the script that is only to be parsed: text that closes the function around it must not run in the page. */
const PARSED = 'heddle: parsed';
const PREFIX = `throw '${PARSED}';(async () => {"use strict";`;

/** Where the body of an async function cannot be parsed; `line` and `column` count from 1. */
interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Finds the line of a syntax error in the body of an app, as `rewriteImports` makes it. `eval` tells it in no engine, but a
 * script element does: its text is parsed, the error event names the place, and nothing of it runs. First in a frame, where
 * no listener of the page hears of it; WebKit tells the place only on the page itself, and a column that is none of this
 * text's.
 */
export function locateSyntaxError(body: string): SyntaxFault | undefined {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  try {
    const found = (frame.contentWindow && parseIn(frame.contentWindow, body)) ?? parseIn(window, body);
    if (found === 'parsed') return undefined;
    // Behind the text is the end of the function around it, which its author has not seen.
    const line = body.split('\n').length;
    return found && found.line > line ? { line, column: 1, message: 'The code ends before all that it opens is closed.' } : found;
  } finally {
    frame.remove();
  }
}

/** Undefined where the engine keeps the place to itself. */
function parseIn(view: Window, body: string): SyntaxFault | 'parsed' | undefined {
  let found: SyntaxFault | 'parsed' | undefined;
  const listen = (event: ErrorEvent): void => {
    const { lineno: line, colno, message } = event;
    const column = view === window ? 1 : line > 1 ? colno : colno - PREFIX.length;
    if (message.includes(PARSED)) found = 'parsed';
    else if (line > 0) found = { line, column, message: message.replace(/^(Uncaught )?SyntaxError: (Failed to execute .*?: )?/, '') };
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const script = view.document.createElement('script');
  script.textContent = `${PREFIX}${body}\n})`;
  view.addEventListener('error', listen, { capture: true });
  view.document.head.append(script);
  view.removeEventListener('error', listen, { capture: true });
  script.remove();
  return found;
}
