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
    return (frame.contentWindow && parseIn(frame.contentWindow, text)) ?? parseIn(window, text);
  } finally {
    frame.remove();
  }
}

function parseIn(view: Window, text: string): SyntaxFault | undefined {
  let found: SyntaxFault | undefined;
  const listen = (event: ErrorEvent): void => {
    const { lineno: line, colno: column } = event;
    if (line > 0) found = { line, column, message: event.message.replace(/^(Uncaught )?SyntaxError: (Failed to execute .*?: )?/, '') };
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const script = view.document.createElement('script');
  // Never called, so that nothing runs if this engine's script grammar takes what its module grammar refused.
  script.textContent = `(async () => {"use strict";${withoutImports(text)}\n})`;
  view.addEventListener('error', listen, { capture: true });
  view.document.head.append(script);
  view.removeEventListener('error', listen, { capture: true });
  script.remove();
  return found;
}

/** Static imports cannot stand in a function; the lexer could not read the text, so a pattern has to do. Lines are kept. */
function withoutImports(text: string): string {
  return text.replace(/^[ \t]*import\b(?!\s*[(.])[^;'"]*['"][^'"]*['"];?/gm, (found) => found.replace(/[^\n]/g, ' '));
}
