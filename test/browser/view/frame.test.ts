import { expect } from 'chai';
import { nextFrame } from '../../../src/view/frame.ts';

describe('who waits for a frame', () => {
  const crowd = Array.from({ length: 200 }, (_, place) => place);

  it('goes in the order of coming, not all at once', async () => {
    const gone: number[] = [];
    const all = crowd.map((place) => nextFrame(() => false).then(() => gone.push(place)));
    await all[0];
    expect(gone.length).to.be.below(crowd.length);
    await Promise.all(all);
    expect(gone).to.deep.equal(crowd);
  });

  it('goes before all others when somebody looks for what it draws, also if that is said while it waits', async () => {
    const gone: number[] = [];
    let isUrgent = false;
    const all = crowd.map((place) => nextFrame(() => false).then(() => gone.push(place)));
    const urgent = nextFrame(() => isUrgent);
    isUrgent = true;
    await urgent;
    expect(gone.length).to.be.below(crowd.length);
    await Promise.all(all);
  });
});
