import { expect } from 'chai';
import { control, open, until } from '../embed/stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

describe('a session that sets a parameter without end', () => {
  it('costs the page at most one change a frame, however often the page is blocked, and is never far behind', async () => {
    const { app } = open(
      `import { sleep, StaticText } from 'heddle';
       const text = new StaticText({ value: 0 }).servable();
       const run = async () => { for (;;) { for (let n = 0; n < 1000; n++) text.value++; await sleep(0); } };
       void run();`,
      { name: 'busy' },
    );
    await app.ready;
    const text = await control(app, 'heddle-static-text');
    let changes = 0;
    const observer = new MutationObserver(() => changes++);
    observer.observe(text.shadowRoot!, { subtree: true, characterData: true, childList: true });
    await until(() => changes > 0);
    changes = 0;
    let frames = 0;
    for (; frames < 30; frames++) {
      await frame();
      if (frames % 10 === 0) for (const end = performance.now() + 100; performance.now() < end;); // blocks the page
    }
    observer.disconnect();
    expect(changes).to.be.at.most(frames + 1);
    expect(changes).to.be.at.least(2);
    const before = Number(text.shadowRoot!.textContent);
    await until(() => Number(text.shadowRoot!.textContent) > before);
  });
});
