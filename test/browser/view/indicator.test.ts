import { expect } from 'chai';
import { part, staged } from './fixture.ts';

describe('the view of a progress bar', () => {
  it(
    'says how much is done',
    staged(async (stage) => {
      const view = await stage.show('progress', { value: 5, max: 20 });
      expect(part(view, '[role=progressbar]').getAttribute('aria-valuenow')).to.equal('5');
      expect(part(view, '.bar').style.width).to.equal('25%');
      expect(part(view, '.share').textContent).to.equal('25 %');
    }),
  );

  it(
    'moves without an end while its value is -1',
    staged(async (stage) => {
      const view = await stage.show('progress', { value: -1 });
      expect(part(view, '[role=progressbar]').hasAttribute('aria-valuenow')).to.equal(false);
      expect(getComputedStyle(part(view, '.bar')).animationName).to.equal('pass');
      await stage.set(1, { value: 0 });
      expect([part(view, '.bar').style.width, getComputedStyle(part(view, '.bar')).animationName]).to.deep.equal(['0%', 'none']);
    }),
  );
});

describe('the view of a loading spinner', () => {
  it(
    'turns while its value is true, at the size it was given',
    staged(async (stage) => {
      const view = await stage.show('loadingSpinner', { size: 40 });
      expect([part(view, '.ring').offsetWidth, getComputedStyle(part(view, '.ring')).animationName]).to.deep.equal([40, 'turn']);
      await stage.set(1, { value: false });
      expect([part(view, '.ring').offsetWidth, getComputedStyle(part(view, '.ring')).animationName]).to.deep.equal([40, 'none']);
    }),
  );
});
