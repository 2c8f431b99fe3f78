/**
 * Finds the line of a syntax error. `eval` tells it in no engine, but a script element does: its text is
 * parsed, the error event names the place, and nothing of it runs, since the text does not parse.
 */
export function locateSyntaxError(text: string): { line: number; column: number; message: string } | undefined {
  let found: ReturnType<typeof locateSyntaxError>;
  const listen = (event: ErrorEvent): void => {
    found ??= { line: event.lineno, column: event.colno, message: event.message.replace(/^Uncaught /, '') };
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('error', listen, { capture: true });
  const script = document.createElement('script');
  // Never called, so that nothing runs if this engine's script grammar takes what its module grammar refused.
  script.textContent = `(async () => {"use strict";${withoutImports(text)}\n})`;
  document.head.append(script);
  script.remove();
  removeEventListener('error', listen, { capture: true });
  return found && found.line > 0 ? found : undefined;
}

/** Static imports cannot stand in a function; the lexer could not read the text, so a pattern has to do. Lines are kept. */
function withoutImports(text: string): string {
  return text.replace(/^[ \t]*import\b(?!\s*[(.])[^;'"]*['"][^'"]*['"];?/gm, (found) => found.replace(/[^\n]/g, ' '));
}
