export type MessagesModule = typeof import('./messages.ts');

/** What shows messages over an app, which most apps never do: loaded with the first one. */
export function loadMessages(): Promise<MessagesModule> {
  return import('./messages.ts');
}
