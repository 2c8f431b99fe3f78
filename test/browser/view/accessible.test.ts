import { expect } from 'chai';
import { findings, SAMPLES, staged } from './fixture.ts';

const STATES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  labelled: {},
  'without a label': { label: '' },
  disabled: { disabled: true },
  described: { description: 'What it is good for.' },
  loading: { loading: true },
};

for (const type of Object.keys(SAMPLES)) {
  describe(`the view of ${type}`, () => {
    for (const scheme of ['light', 'dark']) {
      it(
        `has no accessibility faults in ${scheme} pages`,
        staged(async (stage) => {
          stage.container.style.colorScheme = scheme;
          stage.container.style.background = scheme === 'dark' ? '#14171c' : '#fff';
          const ids = Object.values(STATES).map((values, index) => {
            stage.create(index + 1, type, values);
            return { id: index + 1 };
          });
          stage.tree.roots(ids);
          await stage.tree.drawn();
          expect(await findings(stage.container)).to.deep.equal([]);
        }),
      );
    }
  });
}

describe('buttons of every colour', () => {
  for (const scheme of ['light', 'dark']) {
    it(
      `can be read in ${scheme} pages`,
      staged(async (stage) => {
        stage.container.style.colorScheme = scheme;
        stage.container.style.background = scheme === 'dark' ? '#14171c' : '#fff';
        const colors = ['primary', 'default', 'success', 'warning', 'danger', 'light'];
        colors.forEach((color, index) => stage.create(index + 1, 'button', { color, label: color }));
        stage.tree.roots(colors.map((_, index) => ({ id: index + 1 })));
        await stage.tree.drawn();
        expect(await findings(stage.container)).to.deep.equal([]);
      }),
    );
  }
});
