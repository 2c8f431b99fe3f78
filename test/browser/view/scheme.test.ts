import { expect } from 'chai';
import { applyTheme } from '../../../src/view/scheme.ts';

describe('applyTheme', () => {
  let page: HTMLElement;
  let host: HTMLElement;
  let applied: AbortController;

  beforeEach(() => {
    page = document.createElement('section');
    host = document.createElement('div');
    page.append(host);
    document.body.append(page);
    applied = new AbortController();
  });

  afterEach(() => {
    applied.abort();
    page.remove();
    document.documentElement.removeAttribute('class');
  });

  it('auto: takes the look of the page from the colour of its text, in any notation', () => {
    for (const [color, scheme] of [
      ['#eee', 'dark'],
      ['oklch(0.9 0.02 250)', 'dark'],
      ['#222', 'light'],
      ['rgb(0 0 80)', 'light'],
    ] as const) {
      page.style.color = color;
      applyTheme(host, 'auto', applied.signal);
      expect(host.style.colorScheme, color).to.equal(scheme);
      expect(host.style.background).to.equal('');
    }
  });

  it('auto: follows a page that switches by a class on its root', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.night section { color: white }');
    document.adoptedStyleSheets = [sheet];
    applyTheme(host, 'auto', applied.signal);
    expect(host.style.colorScheme).to.equal('light');
    document.documentElement.className = 'night';
    await Promise.resolve();
    expect(host.style.colorScheme).to.equal('dark');
    applied.abort();
    document.documentElement.className = '';
    await Promise.resolve();
    expect(host.style.colorScheme).to.equal('dark');
    document.adoptedStyleSheets = [];
  });

  it('brings its own background where the theme is not the page’s', () => {
    page.style.color = 'black';
    applyTheme(host, 'dark', applied.signal);
    expect([host.style.colorScheme, host.style.background === '', host.style.padding]).to.deep.equal(['dark', false, '16px']);
    applyTheme(host, 'light', applied.signal);
    expect([host.style.colorScheme, host.style.background, host.style.padding]).to.deep.equal(['light', '', '']);
  });
});
