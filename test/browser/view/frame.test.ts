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

  it('goes ten times a second and no faster where no frames come, and with the frames when they come again', async () => {
    const frames = globalThis.requestAnimationFrame;
    const waits: number[] = [];
    globalThis.requestAnimationFrame = () => 0; // what a covered window does: the browsers of tests cover none
    try {
      for (let i = 0; i < 4; i++) {
        const start = performance.now();
        await Promise.all(crowd.map(() => nextFrame(() => false)));
        waits.push(performance.now() - start);
      }
    } finally {
      globalThis.requestAnimationFrame = frames;
    }
    for (const wait of waits) expect(wait).to.be.above(90);
    let framed = false;
    requestAnimationFrame(() => (framed = true));
    await nextFrame(() => true);
    expect(framed).to.equal(true);
  });
});
