import type { Source } from './catalogue.ts';
import { h } from './dom.ts';
import { highlight } from './highlight.ts';

/** A running copy of an app: what a reader gets who pastes this source between the tags. Lines are counted as in the source. */
export function runningApp(name: string, code: string): HTMLElement {
  const app = document.createElement('heddle-app');
  app.setAttribute('name', name);
  app.setAttribute('loading', 'lazy');
  app.append(h('script', { type: 'heddle' }, code));
  return app;
}

export interface Pair {
  readonly stage: HTMLElement;
  readonly editor: HTMLElement;
}

/** An app and its editable source. Running the edited source ends the session and starts another. */
export function appWithSource(source: Source, title: string): Pair {
  let app = runningApp(source.name, source.code);
  const stage = h('div', { class: 'stage' }, app);

  const code = h('pre', {
    contenteditable: 'plaintext-only',
    tabindex: '0',
    spellcheck: 'false',
    autocapitalize: 'off',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': `Source of ${title}`,
    oninput: () => edited(),
    onkeydown: (event) => {
      const { key, ctrlKey, metaKey } = event as KeyboardEvent;
      if (key === 'Enter' && (ctrlKey || metaKey)) run();
    },
  });
  const edited = (): void => {
    highlight(code);
    resetButton.hidden = textOf(code).trimEnd() === source.code.trimEnd();
  };
  const show = (text: string): void => {
    code.textContent = text.trimEnd();
    edited();
  };
  const run = (): void => {
    const next = runningApp(source.name, textOf(code));
    app.replaceWith(next);
    app = next;
  };
  const reset = (): void => {
    show(source.code);
    run();
  };
  const resetButton = h('button', { type: 'button', onclick: reset, 'aria-label': `Reset ${title}` }, 'Reset');
  show(source.code);

  const editor = h(
    'details',
    { class: 'source' },
    h('summary', {}, `${source.name}.js`),
    h(
      'div',
      { class: 'source-bar' },
      resetButton,
      copyButton(() => textOf(code), title),
      h('button', { type: 'button', onclick: run, 'aria-label': `Run ${title}`, title: 'Ctrl+Enter', class: 'run' }, 'Run'),
    ),
    code,
  );
  editor.open = matchMedia('(min-width: 861px)').matches; // as in style.css: where there is room beside the app
  return { stage, editor };
}

/** What an editor holds: Chromium ends a line that was typed with a `<br>`, of which `textContent` tells nothing. */
function textOf(code: HTMLElement): string {
  return Array.from(code.childNodes, (node) => (node instanceof HTMLBRElement ? '\n' : node.textContent)).join('');
}

/** Copies what `text` gives, and says so for a moment. */
export function copyButton(text: () => string, title: string): HTMLButtonElement {
  const button = h(
    'button',
    {
      type: 'button',
      'aria-label': `Copy ${title}`,
      onclick: () => {
        navigator.clipboard.writeText(text()).then(
          () => say('Copied'),
          () => say('Not allowed'),
        );
      },
    },
    'Copy',
  );
  const say = (word: string): void => {
    button.textContent = word;
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  };
  return button;
}
