import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Oracle } from './oracle.ts';
import { Real } from './real.ts';
import { stories, type Step } from './steps.ts';

/** What one side shows after a step: what was told in which order, and the values. */
function shown(side: Oracle | Real, step: Step): string {
  try {
    side.run(step);
  } catch {
    side.log.push('threw');
  }
  return JSON.stringify([side.log.splice(0), side.values], null, 1);
}

describe('any sequence of sets, updates, batches, triggers, discards, watches and unwatches, also in watchers that fail', () => {
  it('tells each watcher exactly what the rules say, in their order, and keeps derived values and references true', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const [oracle, real] = [new Oracle(story), new Real(story)];
        story.steps.forEach((step, i) => {
          const is = shown(real, step);
          const must = shown(oracle, step);
          if (is !== must) throw new Error(`after step ${i}: ${is} instead of ${must}`);
        });
      }),
      { numRuns: 3000 },
    );
  }, 60_000);
});
