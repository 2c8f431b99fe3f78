import axe from 'axe-core';
import { ViewTree } from '../../../src/view/tree.ts';
import type { View } from '../../../src/view/view.ts';

const COMMON = { visible: true, width: null, height: null, margin: null, loading: false, label: '', disabled: false, description: '' };

/** Complete values of each type, as a document would send them. */
export const SAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  button: { label: 'Add', color: 'primary' },
  checkbox: { label: 'Repeat', value: true },
  floatInput: { label: 'Rate', value: 0.5, start: 0, end: 1, step: 0.1, placeholder: '' },
  intInput: { label: 'Tasks', value: 4, start: 0, end: 9, step: 1, placeholder: '' },
  select: { label: 'Colour', labels: ['red', 'green', 'blue'], index: 1 },
  slider: { label: 'Image', value: 3, start: 0, end: 10, step: 1 },
  staticText: { label: 'Status', text: 'The queue is empty' },
  textInput: { label: 'Name', value: 'Ada', valueInput: 'Ada', placeholder: 'Your name', maxLength: null },
  loadingSpinner: { label: 'Computing', value: true, size: 32 },
  notifications: {
    position: 'bottom-right',
    items: ['success', 'info', 'warning', 'error'].map((type, id) => ({ id, type, message: `It is ${type}`, duration: 0 })),
  },
  progress: { label: 'Loading images', value: 42, max: 100, color: 'primary' },
};

/** What views said to their document: `['edit', id, name, value, final]` or `['event', id, event, detail]`. */
export type Said = readonly unknown[];

export class Stage {
  readonly said: Said[] = [];
  readonly container = document.createElement('div');
  readonly tree: ViewTree;

  constructor() {
    document.body.append(this.container);
    this.tree = new ViewTree(this.container.attachShadow({ mode: 'open' }), {
      edit: (...message) => this.said.push(['edit', ...message]),
      event: (...message) => this.said.push(['event', ...message]),
    });
  }

  create(id: number, type: string, values: Readonly<Record<string, unknown>> = {}): void {
    this.tree.create(id, type, { ...COMMON, ...SAMPLES[type], ...values });
  }

  /** Shows one component, with id 1, and waits until it is drawn. */
  async show(type: string, values: Readonly<Record<string, unknown>> = {}): Promise<View> {
    this.create(1, type, values);
    this.tree.roots([{ id: 1 }]);
    await this.tree.drawn();
    return this.view(1);
  }

  async set(id: number, values: Readonly<Record<string, unknown>>): Promise<void> {
    this.tree.set(id, values);
    await this.tree.drawn();
  }

  view(id: number): View {
    return this.tree.element({ $model: id }) as View;
  }

  end(): void {
    this.tree.dispose();
    this.container.remove();
  }
}

/** Runs a test with a stage of its own. */
export function staged(test: (stage: Stage) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const stage = new Stage();
    try {
      await test(stage);
    } finally {
      stage.end();
    }
  };
}

export function part<E extends Element = HTMLInputElement>(view: View, selector = '#control'): E {
  return view.shadowRoot!.querySelector<E>(selector)!;
}

/** What a user does who types over the selection: text appears at the caret and the browser says so. */
export function type(input: HTMLInputElement, text: string): void {
  input.focus();
  input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Gives a native control a value, as dragging, choosing or stepping does. */
export function enter(control: HTMLInputElement, value: string, ...events: readonly ('input' | 'change')[]): void {
  control.value = value;
  for (const event of events) control.dispatchEvent(new Event(event, { bubbles: true, composed: event === 'input' }));
}

/** What axe finds wrong, one line a finding. */
export async function findings(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}
