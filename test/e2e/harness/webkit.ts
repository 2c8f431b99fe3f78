import { startWebKitDriver, webkitCapabilities } from '../../../scripts/engines.mjs';
import type { PageMessage, Tab } from './driver.ts';
import { toolsSource } from './tab.ts';

export async function launchWebKit(): Promise<Tab> {
  const host = `http://127.0.0.1:${await startWebKitDriver()}`;
  const { sessionId } = await send<{ sessionId: string }>(`${host}/session`, 'POST', {
    capabilities: { alwaysMatch: webkitCapabilities() },
  });
  const session = `${host}/session/${sessionId}`;
  await send(`${session}/timeouts`, 'POST', { script: 30_000, pageLoad: 60_000 });
  return openTab(session, await send<string>(`${session}/window`, 'GET'), () => send(session, 'DELETE'));
}

/** A tab is a window handle of the one session; each command first switches to its own. */
function openTab(session: string, handle: string, end?: () => Promise<unknown>): Tab {
  const messages: PageMessage[] = [];

  async function command<T = unknown>(path: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<T> {
    await send(`${session}/window`, 'POST', { handle });
    return send<T>(`${session}${path}`, method, body);
  }

  async function evaluate(expression: string): Promise<unknown> {
    const { value, error, log } = await command<Evaluated>('/execute/async', 'POST', {
      script: `${evaluation}(${JSON.stringify(expression)}, arguments[0])`,
      args: [],
    });
    messages.push(...log);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  return {
    engine: 'webkit',
    messages,
    async goto(url) {
      await command('/url', 'POST', { url });
      await evaluate(toolsSource(true));
    },
    evaluate,
    mouse: async (action, x, y) => {
      const step = {
        move: { type: 'pointerMove', duration: 0, x, y },
        down: { type: 'pointerDown', button: 0 },
        up: { type: 'pointerUp', button: 0 },
      }[action];
      await command('/actions', 'POST', {
        actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [step] }],
      });
    },
    press: async (key) => {
      const value = keys[key] ?? key;
      const actions = [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ];
      await command('/actions', 'POST', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    screenshot: async () => Buffer.from(await command<string>('/screenshot', 'GET'), 'base64'),
    newTab: async () => openTab(session, (await command<{ handle: string }>('/window/new', 'POST', { type: 'tab' })).handle),
    close: async () => void (await (end ? end() : command('/window', 'DELETE'))),
  };
}

interface Evaluated {
  readonly value?: unknown;
  readonly error?: string;
  readonly log: PageMessage[];
}

/** On the page: evaluates an expression and answers with its value, or with what it threw. */
const evaluation = `(async (expression, answer) => {
  const log = () => globalThis.e2e?.takeMessages() ?? [];
  try { const value = await (0, eval)(expression); answer({ value, log: log() }); }
  catch (error) { answer({ error: String(error), log: log() }); }
})`;

/** Code points that WebDriver gives to keys without a character. */
const keys: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

async function send<T = unknown>(url: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<T> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`WebDriver ${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}
