import { expect } from 'chai';
import { source } from 'heddle:worker-source';
import { setWorkerSource, setWorkerUrl, spawn } from '../../../src/thread/index.ts';
import { rejection } from './stage.ts';

const echo = `addEventListener('message', ({ data }) => postMessage(['echo', data, self.name])); postMessage('ready');`;

afterEach(() => {
  setWorkerSource(source);
  setWorkerUrl(undefined);
});

async function answerOf(worker: Worker): Promise<unknown> {
  const answer = await new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
  worker.terminate();
  return answer;
}

describe('spawn', () => {
  it('starts a worker from its text and hands it the first message once it listens', async () => {
    setWorkerSource(() => echo);
    expect(await answerOf(await spawn('my thread', { boot: 'test' }))).to.deep.equal(['echo', { boot: 'test' }, 'my thread']);
  });

  it('makes a Blob of the text once, for all workers', async () => {
    const make = URL.createObjectURL;
    let made = 0;
    URL.createObjectURL = (blob) => (made++, make(blob));
    setWorkerSource(() => Promise.resolve(echo));
    try {
      const workers = await Promise.all([spawn('a', 1), spawn('b', 2)]);
      const later = await spawn('c', 3);
      for (const worker of [...workers, later]) worker.terminate();
    } finally {
      URL.createObjectURL = make;
    }
    expect(made).to.equal(1);
  });

  it('takes the file at the worker url where a Blob is refused', async () => {
    setWorkerSource(() => 'this is no script');
    const url = URL.createObjectURL(new Blob([echo], { type: 'text/javascript' }));
    setWorkerUrl(url);
    expect(await answerOf(await spawn('w', 1))).to.deep.equal(['echo', 1, 'w']);
    URL.revokeObjectURL(url);
  });

  it('says what it tried when no worker starts', async () => {
    setWorkerSource(() => Promise.resolve('this is no script'));
    setWorkerUrl('/no/such/worker.js');
    const error = await rejection(spawn('w', 1));
    expect(error.name).to.equal('ThreadError');
    expect(error.message).to.match(
      /^Worker 'w' cannot be started on this page \(a worker from a Blob: .+; a worker from \/no\/such\/worker\.js: .+\)/,
    );
    expect(error.message).to.contain("allow 'worker-src blob:'");
  });
});
