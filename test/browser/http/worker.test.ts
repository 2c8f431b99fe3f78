import { expect } from 'chai';

/** `http` in a module worker whose own URL is useless for relative ones, as that of a blob worker is. */
function callWorker(message: object): Promise<unknown> {
  const worker = new Worker(new URL('./http.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message: text }) => reject(new Error(text));
    worker.postMessage(message);
  }).finally(() => worker.terminate());
}

const here = import.meta.url;

describe('http on a worker', () => {
  it('resolves relative URLs against the base it was given', async () => {
    expect(await callWorker({ call: 'fetch', base: here, url: 'greeting.ts' }))
      .to.have.property('value')
      .that.includes('hello from a file');
  });

  it('fetches embedded files without the network', async () => {
    const assets = { 'a.txt': 'data:text/plain,embedded' };
    expect(await callWorker({ call: 'fetch', base: 'file:///disk/page.html', assets, url: 'a.txt' })).to.deep.equal({ value: 'embedded' });
    expect(await callWorker({ call: 'openUrl', base: 'file:///disk/page.html', assets, url: 'a.txt' })).to.deep.equal({
      value: 'embedded',
    });
  });

  it('says what forbids a page from disk to fetch the file beside it', async () => {
    const { error } = (await callWorker({ call: 'fetch', base: 'file:///disk/page.html', url: 'b.txt' })) as { error: string };
    expect(error).to.match(/^NetworkError: file:\/\/\/disk\/b\.txt cannot be fetched: browsers forbid/);
  });

  it('openUrl waits for the text', async () => {
    expect(await callWorker({ call: 'openUrl', base: here, url: 'greeting.ts' }))
      .to.have.property('value')
      .that.includes('hello from a file');
  });

  it('openUrl tells a failed request from an answer', async () => {
    const { error } = (await callWorker({ call: 'openUrl', base: here, url: 'http://127.0.0.1:1/' })) as { error: string };
    expect(error).to.match(/^NetworkError: GET http:\/\/127\.0\.0\.1:1\/ failed/);
  });
});
