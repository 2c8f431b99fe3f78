import { expect } from 'chai';
import { primitiveSuite } from '../../../contract/primitive/suite.ts';
import { poolForms } from '../../../contract/primitive/threads.ts';
import { createStage, endAll } from '../stage.ts';

after(endAll);

const connect = (): ReturnType<typeof createStage> => createStage({ size: 4, grace: 100 });

describe('with shared memory', () => {
  it('is what this page has', () => {
    expect(crossOriginIsolated).to.equal(true);
    expect(typeof SharedArrayBuffer).to.equal('function');
  });

  primitiveSuite([...poolForms(connect, false), ...poolForms(connect, true)], { describe, it });
});
