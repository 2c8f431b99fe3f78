import { expect } from 'chai';
import { primitiveSuite } from '../../../contract/primitive/suite.ts';
import { threadForms } from '../../../contract/primitive/threads.ts';
import { createStage, endAll } from '../stage.ts';

afterEach(endAll);

const connect = (): ReturnType<typeof createStage> => createStage({ grace: 20 });

describe('with shared memory', () => {
  it('is what this page has', () => {
    expect(crossOriginIsolated).to.equal(true);
    expect(typeof SharedArrayBuffer).to.equal('function');
  });

  primitiveSuite([...threadForms(connect, false).slice(1), ...threadForms(connect, true)], { describe, it });
});
