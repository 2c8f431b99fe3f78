import { expect } from 'chai';
import { part, type Stage, staged } from './fixture.ts';

const item = (id: number, values: object = {}) => ({ id, type: 'info', message: `Message ${id}`, duration: 0, ...values });
const dismissed = (stage: Stage) => stage.said.filter(([what, , event]) => what === 'event' && event === 'dismiss').map(([, , , id]) => id);

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the view of notifications', () => {
  it(
    'fills a region that was there before, so that screen readers read the messages; errors interrupt',
    staged(async (stage) => {
      const regions: number[] = [];
      const view = await stage.show('notifications', { items: [item(1), item(2, { type: 'error' })] });
      const region = part(view, '[role=log]');
      regions.push(region.querySelectorAll('.item').length);
      await until(() => region.querySelectorAll('.item').length === 2);
      expect(region.isConnected).to.equal(true);
      expect([...region.querySelectorAll('.item')].map((each) => each.getAttribute('role'))).to.deep.equal([null, 'alert']);
      expect(region.querySelectorAll('.item')[1]!.textContent!.replace(/\s+/g, ' ').trim()).to.match(/^Error: Message 2/);
    }),
  );

  it(
    'dismisses a message by its button, and when its time is over, but keeps one without a time',
    staged(async (stage) => {
      const view = await stage.show('notifications', { items: [item(1), item(2, { duration: 20 }), item(3)] });
      await until(() => dismissed(stage).length > 0);
      await stage.set(1, { items: [item(1), item(3)] });
      part(view, '.item button').click();
      expect(dismissed(stage)).to.deep.equal([2, 1]);
    }),
  );

  it(
    'waits while a message has the focus',
    staged(async (stage) => {
      const view = await stage.show('notifications', { items: [item(1)] });
      await until(() => view.shadowRoot!.querySelector('.item') !== null);
      part<HTMLButtonElement>(view, 'button').focus();
      await stage.set(1, { items: [item(1), item(2, { duration: 1 })] });
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(dismissed(stage)).to.deep.equal([]);
      part<HTMLButtonElement>(view, 'button').blur();
      await until(() => dismissed(stage).length > 0);
      expect(dismissed(stage)).to.deep.equal([2]);
    }),
  );

  it(
    'can all be reached, also over an app that is short and at the top of its page',
    staged(async (stage) => {
      stage.container.style.cssText = 'position: absolute; inset: 0 0 auto';
      stage.create(2, 'button');
      stage.create(3, 'notifications', { items: [item(1), item(2), item(3)] });
      stage.tree.roots([{ id: 2 }, { id: 3 }]);
      await stage.tree.drawn();
      const top = (): number => stage.view(3).shadowRoot!.querySelector('.item')!.getBoundingClientRect().top + scrollY;
      await until(() => stage.view(3).shadowRoot!.querySelectorAll('.item').length === 3);
      expect(top()).to.be.at.least(0);
      await stage.set(3, { items: [item(3)] });
      expect(top()).to.be.at.least(0);
    }),
  );

  it(
    'takes no room and moves nothing that the app shows',
    staged(async (stage) => {
      stage.create(2, 'button');
      stage.tree.roots([{ id: 2 }]);
      await stage.tree.drawn();
      const before = stage.container.getBoundingClientRect().height;
      for (const position of ['bottom-right', 'top-left']) {
        stage.create(position.length, 'notifications', { position, items: [item(1)] });
        stage.tree.roots([{ id: 2 }, { id: position.length }]);
        await stage.tree.drawn();
        expect(stage.container.getBoundingClientRect().height, position).to.equal(before);
        stage.tree.roots([{ id: 2 }]);
      }
    }),
  );
});
