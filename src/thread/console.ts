const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/**
 * Puts a label before what is printed. The methods are bound when they are asked for, and not wrapped: so objects stay
 * objects, and the browser's tools link each line to the code that printed it. A format string (`%s`) behind the label is text.
 */
export function labelConsole(console: Console, label: () => string): void {
  for (const method of METHODS) {
    const print = console[method];
    Object.defineProperty(console, method, {
      configurable: true,
      enumerable: true,
      get: () => print.bind(console, `[${label()}]`),
      set(value: unknown) {
        Object.defineProperty(console, method, { value, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}
