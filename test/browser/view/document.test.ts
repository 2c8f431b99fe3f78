import { expect } from 'chai';
import { Button, Column, IntSlider, Row, Select, StaticText, TextInput } from '../../../src/component/index.ts';
import { type Batch, join, Receiver, type Upstream } from '../../../src/link/index.ts';
import { bindClass, type FromSession, Session, type ToSession } from '../../../src/session/index.ts';
import type { ClientMessage, PoolMessage } from '../../../src/thread/index.ts';
import { ViewTree } from '../../../src/view/tree.ts';
import type { View } from '../../../src/view/view.ts';
import { enter, part, type } from './fixture.ts';

/** A session in the page with its document shown: everything between an app's code and the screen is real. */
class Shown {
  readonly container = document.createElement('div');
  readonly root = this.container.attachShadow({ mode: 'open' });
  readonly told: FromSession[] = [];
  readonly session: Session;
  readonly #life = new AbortController();
  readonly #tree: ViewTree;

  constructor() {
    document.body.append(this.container);
    const { signal } = this.#life;
    const [page, link] = join<Upstream, Batch>(signal);
    const [told, control] = join<ToSession, FromSession>(signal);
    const [, pool] = join<PoolMessage, ClientMessage>(signal);
    told.listen((message) => this.told.push(message));
    this.session = new Session({ id: 'test', name: 'test', file: 'app.js', config: {}, link, control, pool });
    this.#tree = new ViewTree(this.root, {
      edit: (...edit) => receiver.edit(...edit),
      event: (...event) => receiver.event(...event),
    });
    const receiver = new Receiver(page, this.#tree, signal);
  }

  bind<C extends abstract new (...args: never[]) => object>(cls: C): C {
    return bindClass(cls, this.session);
  }

  view(selector: string): View {
    return this.root.querySelector<View>(selector)!;
  }

  /** Waits until what app and page have told each other has been drawn. */
  async drawn(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await this.#tree.drawn();
  }

  /** Waits for something that also waits for code to load. */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await this.#tree.drawn();
  }

  end(): void {
    this.session.destroy();
    this.#life.abort();
    this.#tree.dispose();
    this.container.remove();
  }
}

describe('a document on the page', () => {
  let shown: Shown;

  beforeEach(() => {
    shown = new Shown();
  });

  afterEach(() => shown.end());

  it('shows what an app builds, and lets a click change it', async () => {
    const text = new (shown.bind(StaticText))({ value: 'ready' });
    const button = new (shown.bind(Button))({ label: 'Click me!', onClick: (event) => (text.value = `Finished ${event.new}`) });
    new (shown.bind(Row))(button, text).servable();
    await shown.drawn();
    expect(shown.view('heddle-static-text').shadowRoot!.textContent).to.include('ready');
    part(shown.view('heddle-button'), 'button').click();
    await shown.drawn();
    expect(shown.view('heddle-static-text').shadowRoot!.textContent).to.include('Finished 1');
  });

  it('grows and shrinks a layout, and ends the views of what has left', async () => {
    const column = new (shown.bind(Column))('one', 'two').servable();
    const tags = (): string[] => [...shown.root.querySelectorAll('heddle-column heddle-column > *')].map((view) => view.localName);
    await shown.until(() => tags().length === 2);
    const second = shown.root.querySelectorAll('heddle-markdown')[1];
    column.append(new (shown.bind(Button))({ label: 'three' }));
    column.pop(0);
    await shown.until(() => tags().includes('heddle-button'));
    const views = [...shown.root.querySelectorAll<View>('heddle-column heddle-column > *')];
    expect([tags(), views[0] === second]).to.deep.equal([['heddle-markdown', 'heddle-button'], true]);
    column.clear();
    await shown.until(() => tags().length === 0);
    expect(views.map((view) => view.signal.aborted)).to.deep.equal([true, true]);
  });

  it('leaves a slider where the user holds it, though the app answers to values that have passed', async () => {
    const slider = new (shown.bind(IntSlider))({ end: 100 });
    const seen: number[] = [];
    slider.param.watch((event) => seen.push(event.new), 'value');
    slider.servable();
    await shown.drawn();
    const input = part(shown.view('heddle-slider'));
    for (const value of ['10', '20', '30']) enter(input, value, 'input');
    await shown.drawn();
    expect(input.value).to.equal('30');
    enter(input, '30', 'change');
    await shown.drawn();
    expect([seen.at(-1), slider.valueThrottled, input.value]).to.deep.equal([30, 30, '30']);
  });

  it('puts back a value that the app refuses, and reports the error', async () => {
    const slider = new (shown.bind(IntSlider))({ end: 10, value: 2 });
    slider.param.watch(({ new: value }) => {
      if (value > 5) slider.value = 5;
    }, 'value');
    slider.servable();
    await shown.drawn();
    const input = part(shown.view('heddle-slider'));
    enter(input, '9', 'input', 'change');
    await shown.drawn();
    expect([input.value, slider.value]).to.deep.equal(['5', 5]);
  });

  it('empties a text input when the app has taken its text', async () => {
    const input = new (shown.bind(TextInput))();
    const taken: string[] = [];
    input.param.watch(({ new: value }) => {
      if (value === '') return;
      taken.push(value);
      input.value = '';
    }, 'value');
    input.servable();
    await shown.drawn();
    for (const word of ['first', 'second']) {
      const native = part(shown.view('heddle-text-input'));
      type(native, word);
      enter(native, word, 'change');
      await shown.drawn();
      expect(native.value).to.equal('');
    }
    expect(taken).to.deep.equal(['first', 'second']);
  });

  it('gives the app the option behind the choice, which never was on the page', async () => {
    const run = (): string => 'ran';
    const select = new (shown.bind(Select))({ options: { none: null, run } }).servable();
    await shown.drawn();
    const native = part<HTMLSelectElement>(shown.view('heddle-select'));
    native.selectedIndex = 1;
    native.dispatchEvent(new Event('change', { bubbles: true }));
    await shown.drawn();
    expect(select.value).to.equal(run);
  });

  it('takes what is typed before the click that follows', async () => {
    const input = new (shown.bind(TextInput))();
    const seen: string[] = [];
    const button = new (shown.bind(Button))({ onClick: () => seen.push(input.value) });
    new (shown.bind(Row))(input, button).servable();
    await shown.drawn();
    type(part(shown.view('heddle-text-input')), 'typed');
    enter(part(shown.view('heddle-text-input')), 'typed', 'change');
    part(shown.view('heddle-button'), 'button').click();
    await shown.drawn();
    expect(seen).to.deep.equal(['typed']);
  });
});
