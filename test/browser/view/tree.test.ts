import { expect } from 'chai';
import { registerView } from '../../../src/view/registry.ts';
import { View } from '../../../src/view/view.ts';
import { Stage, part, staged } from './fixture.ts';

describe('ViewTree', () => {
  it(
    'shows roots in their order, and children inside their layout',
    staged(async (stage) => {
      stage.create(1, 'button', { label: 'one' });
      stage.create(2, 'staticText', { text: 'two' });
      stage.create(3, 'row', { children: [{ $model: 1 }, { $model: 2 }] });
      stage.create(4, 'button', { label: 'four' });
      stage.tree.roots([{ id: 4 }, { id: 3 }]);
      await stage.tree.drawn();
      expect([...stage.view(3).children]).to.deep.equal([stage.view(1), stage.view(2)]);
      expect([...stage.view(3).parentElement!.children]).to.deep.equal([stage.view(4), stage.view(3)]);
      expect(part(stage.view(1), 'button').textContent?.trim()).to.equal('one');
    }),
  );

  it(
    'applies values to the view that has them, and leaves the element where it is',
    staged(async (stage) => {
      const view = await stage.show('button');
      await stage.set(1, { label: 'renamed', disabled: true });
      expect(stage.view(1)).to.equal(view);
      expect(part(view, 'button').textContent?.trim()).to.equal('renamed');
      expect(part<HTMLButtonElement>(view, 'button').disabled).to.equal(true);
    }),
  );

  it(
    'keeps the elements, and the focus, of children that stay when others come and go',
    staged(async (stage) => {
      stage.create(1, 'textInput');
      stage.create(2, 'button');
      stage.create(3, 'column', { children: [{ $model: 2 }, { $model: 1 }] });
      stage.tree.roots([{ id: 3 }]);
      await stage.tree.drawn();
      stage.view(1).focus();
      stage.create(4, 'button');
      await stage.set(3, { children: [{ $model: 4 }, { $model: 1 }] });
      stage.tree.remove(2);
      expect([...stage.view(3).children]).to.deep.equal([stage.view(4), stage.view(1)]);
      expect(stage.container.shadowRoot!.activeElement).to.equal(stage.view(1));
    }),
  );

  it(
    'shows a root in the element of the page that its target names',
    staged(async (stage) => {
      const place = document.createElement('div');
      place.id = 'place';
      document.body.append(place);
      stage.create(1, 'button');
      stage.tree.roots([{ id: 1, target: 'place' }]);
      await stage.tree.drawn();
      expect(place.contains(stage.view(1))).to.equal(true);
      stage.tree.roots([]);
      await stage.tree.drawn();
      expect(stage.view(1).isConnected).to.equal(false);
      stage.end();
      expect(place.children.length).to.equal(0);
      place.remove();
    }),
  );

  it(
    'gives a root in the page the look of its place there',
    staged(async (stage) => {
      const place = document.createElement('div');
      place.id = 'place';
      place.style.color = 'white';
      document.body.append(place);
      stage.create(1, 'staticText');
      stage.tree.roots([{ id: 1, target: 'place' }]);
      await stage.tree.drawn();
      expect(getComputedStyle(stage.view(1)).colorScheme).to.equal('dark');
      stage.end();
      place.remove();
    }),
  );

  it(
    'shows which type has no view, and goes on',
    staged(async (stage) => {
      const view = await stage.show('hologram');
      expect(part(view, '[role=alert]').textContent).to.include("'hologram'");
    }),
  );

  it(
    'keeps models without a view as records that views follow',
    staged((stage) => {
      registerView('source', 'record');
      stage.create(1, 'source', { data: { x: new Float64Array([1, 2]), y: ['a', 'b'] } });
      const record = stage.tree.record({ $model: 1 });
      const seen: string[] = [];
      const following = new AbortController();
      record.follow((change) => seen.push(change.type), following.signal);
      stage.tree.append(1, 'data', { x: new Float64Array([3]), y: ['c'] }, 2);
      stage.tree.set(1, { title: 'new' });
      stage.tree.call(1, 'refresh', []);
      following.abort();
      stage.tree.call(1, 'refresh', []);
      expect(seen).to.deep.equal(['append', 'set', 'call']);
      expect(record.values['data']).to.deep.equal({ x: new Float64Array([2, 3]), y: ['b', 'c'] });
      expect(record.values['title']).to.equal('new');
      expect(() => stage.tree.element({ $model: 1 })).to.throw('has no element');
    }),
  );

  it(
    'aborts the signal of a view when its model leaves, and of all views at the end',
    staged(async (stage) => {
      stage.create(1, 'button');
      stage.create(2, 'button');
      stage.tree.roots([{ id: 1 }, { id: 2 }]);
      await stage.tree.drawn();
      const [first, second] = [stage.view(1), stage.view(2)];
      stage.tree.remove(1);
      expect([first.signal.aborted, second.signal.aborted]).to.deep.equal([true, false]);
      stage.end();
      expect(second.signal.aborted).to.equal(true);
      expect(stage.container.shadowRoot!.children.length).to.equal(0);
    }),
  );

  it('says that all is drawn even when nothing is on the page', async () => {
    const stage = new Stage();
    stage.container.remove();
    stage.create(1, 'button');
    stage.tree.roots([{ id: 1 }]);
    await stage.tree.drawn();
    expect(stage.view(1).isConnected).to.equal(false);
    stage.end();
  });

  it(
    'does not hold up everything for a view whose code never arrives',
    staged(async (stage) => {
      class Stuck extends View {
        protected override scheduleUpdate(): Promise<unknown> {
          return new Promise(() => {});
        }
      }
      registerView('stuck', Stuck);
      await stage.show('stuck');
      expect(stage.view(1).isConnected).to.equal(true);
    }),
  );

  it('says that all is drawn in a hidden tab, where no frames come', async () => {
    const stage = new Stage();
    const frames = window.requestAnimationFrame;
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    window.requestAnimationFrame = () => 0;
    try {
      await stage.show('button');
    } finally {
      window.requestAnimationFrame = frames;
      Reflect.deleteProperty(document, 'hidden');
      stage.end();
    }
  });

  it(
    'gives every host its size, margin, visibility and veil',
    staged(async (stage) => {
      const view = await stage.show('button', { width: 120, height: 50, margin: [4, 8] });
      expect([view.offsetWidth, view.offsetHeight, view.style.margin]).to.deep.equal([120, 50, '4px 8px']);
      await stage.set(1, { loading: true, margin: 3 });
      expect([view.ariaBusy, getComputedStyle(view, '::after').animationName, view.style.margin]).to.deep.equal(['true', 'turn', '3px']);
      await stage.set(1, { visible: false, loading: false });
      expect([view.offsetWidth, view.ariaBusy]).to.deep.equal([0, null]);
    }),
  );

  it(
    'does not let a page move the hidden ones back in',
    staged(async (stage) => {
      const view = await stage.show('row', { children: [], visible: false });
      view.style.display = 'flex';
      expect(view.offsetHeight).to.equal(0);
    }),
  );
});
