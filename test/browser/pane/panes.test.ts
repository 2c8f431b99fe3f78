import { expect } from 'chai';
import { setAssets } from '../../../src/http/index.ts';
import { findings } from '../view/fixture.ts';
import { common, show, type Stage, until } from './stage.ts';

/** A red and a blue pixel. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const bytes = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

describe('the views of panes', () => {
  let stage: Stage;
  afterEach(() => stage.end());
  const content = () => stage.view.renderRoot.querySelector<HTMLElement>('.content')!;
  const image = () => stage.view.renderRoot.querySelector('img')!;

  it('Str shows text as it is', async () => {
    stage = await show('str', { text: 'a  <b>\n  c' });
    expect(stage.view.renderRoot.querySelector('pre')!.textContent).to.equal('a  <b>\n  c');
  });

  it('Markdown shows Markdown when it is first drawn, and cleans it', async () => {
    stage = await show('markdown', {
      object: '# Hi\n\n*there* <img src=x onerror="window.hacked=1">',
      sanitizeHtml: true,
      hardLineBreak: false,
    });
    await stage.view.updateComplete; // the parser is being loaded, for which `drawn` waits a moment only
    expect(content().querySelector('h1')!.textContent).to.equal('Hi');
    expect(content().querySelector('em')!.textContent).to.equal('there');
    expect(content().querySelector('img')!.hasAttribute('onerror')).to.equal(false);
  });

  it('Markdown that is indented like the code around it is not a block of code', async () => {
    stage = await show('markdown', { object: '\n    # Title\n\n    text\n', sanitizeHtml: true, hardLineBreak: false });
    expect(content().innerHTML.trim()).to.equal('<h1>Title</h1>\n<p>text</p>');
    stage.tree.set(1, { object: 'first\n    second' });
    await stage.tree.drawn();
    expect(content().querySelector('pre')).to.equal(null);
  });

  it('Markdown breaks lines where they end, if asked to', async () => {
    stage = await show('markdown', { object: 'a\nb', sanitizeHtml: true, hardLineBreak: true });
    expect(content().querySelector('br')).not.to.equal(null);
  });

  it('Markdown aligns the columns of a table as it says', async () => {
    stage = await show('markdown', { object: '| a | b |\n|---|--:|\n| 1 | 2 |', sanitizeHtml: true, hardLineBreak: false });
    const aligned = [...content().querySelectorAll('th, td')].map((cell) => getComputedStyle(cell).textAlign.replace(/^-.*-/, ''));
    expect(aligned).to.deep.equal(['start', 'right', 'start', 'right']);
  });

  it('HTML takes out what runs, and keeps the rest', async () => {
    const object =
      '<style>p { color: red }</style><p onclick="x()">text</p><script>window.hacked = 1</script><a href="javascript:x()" target="_blank">link</a>';
    stage = await show('html', { object, sanitizeHtml: true });
    expect(content().querySelector('script')).to.equal(null);
    expect(content().querySelector('p')!.hasAttribute('onclick')).to.equal(false);
    expect(content().querySelector('a')!.hasAttribute('href')).to.equal(false);
    expect(content().querySelector('a')!.target).to.equal('_blank');
    expect(getComputedStyle(content().querySelector('p')!).color).to.equal('rgb(255, 0, 0)');
  });

  it('HTML is shown as it is where the author vouches for it', async () => {
    stage = await show('html', { object: '<p onclick="x()">text</p>', sanitizeHtml: false });
    expect(content().querySelector('p')!.hasAttribute('onclick')).to.equal(true);
  });

  it('scrolls what is wider than its place, and leaves the page as wide as it is', async () => {
    const cells = 'a_word_that_does_not_break '.repeat(8).trim().split(' ');
    stage = await show('html', { object: `<table><tr><td>${cells.join('<td>')}</table>`, sanitizeHtml: true, width: 200 });
    expect(content().scrollWidth).to.be.greaterThan(200);
    expect(stage.view.scrollWidth).to.equal(200);
  });

  it('HTML shows the newest text', async () => {
    stage = await show('html', { object: 'one', sanitizeHtml: true });
    stage.tree.set(1, { object: 'two' });
    await stage.tree.drawn();
    expect(content().textContent).to.equal('two');
  });

  it('an Alert of danger interrupts a screen reader, one of success waits', async () => {
    stage = await show('alert', { object: '**Oh**', sanitizeHtml: true, hardLineBreak: false, alertType: 'danger' });
    expect(stage.view.getAttribute('role')).to.equal('alert');
    expect(content().querySelector('strong')!.textContent).to.equal('Oh');
    const danger = getComputedStyle(stage.view).borderTopColor;
    stage.tree.set(1, { alertType: 'success' });
    await stage.tree.drawn();
    expect(stage.view.getAttribute('role')).to.equal('status');
    expect(getComputedStyle(stage.view).borderTopColor).not.to.equal(danger);
  });

  it('an image shows bytes, and gives their URL back when it shows something else or goes', async () => {
    stage = await show('png', { object: bytes(RED), altText: 'a red pixel' });
    await until(() => image().complete && image().naturalWidth === 1);
    expect(image().alt).to.equal('a red pixel');
    const first = image().src;
    expect(first).to.match(/^blob:/);
    stage.tree.set(1, { object: bytes(RED) });
    await stage.tree.drawn();
    const second = image().src;
    expect(second).not.to.equal(first);
    stage.tree.remove(1);
    for (const url of [first, second])
      expect(
        await fetch(url).then(
          () => 'alive',
          () => 'revoked',
        ),
      ).to.equal('revoked');
  });

  it('an image shows a URL or an embedded file', async () => {
    const url = `data:image/png;base64,${RED}`;
    setAssets({ 'red.png': url });
    stage = await show('png', { object: 'red.png', altText: null });
    expect(image().src).to.equal(url);
    setAssets({});
    stage.tree.set(1, { object: url, width: 40 });
    await until(() => image().getBoundingClientRect().width === 40);
  });

  it('an image that cannot be shown says which, and tells the component', async () => {
    stage = await show('jpg', { object: bytes('AAAA'), altText: null });
    const alert = await until(() => stage.view.renderRoot.querySelector('[role=alert]'));
    expect(alert.textContent).to.equal("image/jpeg of 3 bytes can't be shown as an image.");
    expect(stage.events).to.deep.equal([[1, 'failure', alert.textContent]]);
  });

  it('an image that cannot be shown leaves no broken one, and the next one is shown', async () => {
    stage = await show('jpg', { object: bytes('AAAA'), altText: 'a pixel' });
    await until(() => stage.view.renderRoot.querySelector('[role=alert]'));
    expect(stage.view.renderRoot.querySelector('img')?.checkVisibility() ?? false).to.equal(false);
    stage.tree.set(1, { object: bytes(RED) });
    await until(() => stage.view.renderRoot.querySelector('img')?.naturalWidth === 1);
  });

  it('an image without an object shows nothing', async () => {
    stage = await show('jpg', { object: null, altText: null });
    expect(stage.view.renderRoot.querySelector('img')).to.equal(null);
  });

  it('an output that is replaced stays until the image after it can be seen', async () => {
    stage = await show('reactive', { children: [{ $model: 2 }] }, [['png', { ...common, object: bytes(RED), altText: 'first' }]]);
    const shown = () =>
      [...stage.view.children]
        .filter((view) => getComputedStyle(view).display !== 'none')
        .map((view) => view.shadowRoot!.querySelector('img')!);
    await until(() => shown()[0]?.complete);
    const [first] = shown();
    stage.tree.create(3, 'png', { ...common, object: bytes(RED), altText: 'second' });
    stage.tree.set(1, { children: [{ $model: 3 }] });
    stage.tree.remove(2);
    await stage.view.updateComplete;
    expect(shown()).to.deep.equal([first]);
    expect(first!.naturalWidth).to.equal(1);
    await until(() => shown()[0] !== first);
    expect(shown().map((each) => [each.alt, each.complete])).to.deep.equal([['second', true]]);
  });

  it('of several outputs that are on their way only the last is shown', async () => {
    stage = await show('reactive', { children: [] });
    for (const id of [2, 3, 4]) {
      stage.tree.create(id, 'png', { ...common, object: bytes(RED), altText: String(id) });
      stage.tree.set(1, { children: [{ $model: id }] });
      if (id > 2) stage.tree.remove(id - 1);
      await stage.view.updateComplete;
    }
    await until(() => stage.view.children.length === 1 && !stage.view.children[0]!.hasAttribute('arriving'));
    expect(stage.view.children[0]).to.equal(stage.tree.element({ $model: 4 }));
  });

  const plain = { sanitizeHtml: true, hardLineBreak: false };
  const examples: Readonly<Record<string, readonly [type: string, values: object]>> = {
    'a text': ['str', { text: 'a' }],
    Markdown: ['markdown', { ...plain, object: '# Hi\n\n[link](#) `code`\n\n> quoted\n\n| a |\n|---|\n| 1 |' }],
    HTML: ['html', { ...plain, object: '<p>text</p>' }],
    'an image': ['png', { object: bytes(RED), altText: 'a red pixel' }],
    'an image that cannot be shown': ['png', { object: bytes('AAAA'), altText: null }],
  };
  const alerts = ['primary', 'secondary', 'success', 'danger', 'warning', 'info', 'light', 'dark'].map(
    (alertType) => [`an alert of type ${alertType}`, ['alert', { ...plain, object: 'text with `code`', alertType }]] as const,
  );
  for (const colorScheme of ['light', 'dark']) {
    for (const [what, [type, values]] of [...Object.entries(examples), ...alerts]) {
      it(`${what} can be used by everybody, in ${colorScheme} colours`, async () => {
        document.documentElement.style.cssText = `color-scheme: ${colorScheme}; background: ${colorScheme === 'dark' ? '#12151b' : '#fff'}`;
        stage = await show(type, values);
        expect(await findings(stage.root.host)).to.deep.equal([]);
        document.documentElement.style.cssText = '';
      });
    }
  }
});
