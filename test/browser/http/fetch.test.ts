import { expect } from 'chai';
import { fetch, openUrl } from '../../../src/http/index.ts';

const greeting = new URL('./greeting.ts', import.meta.url).href;

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: Error) => error,
  );

describe('http on the page', () => {
  it('fetches, with relative URLs resolved against the page', async () => {
    const response = await fetch(new URL(greeting).pathname);
    expect(response.url).to.equal(greeting);
    expect(response.type).to.equal('basic');
    expect(await response.text()).to.include('hello from a file');
  });

  it('rejects with the reason of the signal, whatever the engine rejects with', async () => {
    const controller = new AbortController();
    const request = failure(fetch(greeting, { signal: controller.signal }));
    controller.abort(new Error('a newer input came'));
    expect(await request).to.include({ name: 'AbortError', message: 'a newer input came' });
  });

  it('rejects a body that is being read when the response is aborted', async () => {
    const body = (): Response => new Response(new ReadableStream({ start: (sink) => sink.enqueue(new Uint8Array(8)) }));
    const response = await fetch(greeting, { fetcher: async () => body() });
    const text = failure(response.text());
    response.abort(new Error('enough'));
    expect(await text).to.include({ name: 'AbortError', message: 'enough' });
  });

  it('gives the body to a loop as it arrives, until it ends, fails or the loop is left', async () => {
    let sent = 0;
    let cancelled = 0;
    const body = (): Response =>
      new Response(new ReadableStream({ pull: (sink) => sink.enqueue(new Uint8Array(++sent)), cancel: () => void cancelled++ }));
    const left = (await fetch(greeting, { fetcher: async () => body() })).stream();
    const sizes: number[] = [];
    for await (const { length } of left) {
      sizes.push(length);
      if (length === 3) break;
    }
    expect([sizes, cancelled, left.locked]).to.deep.equal([[1, 2, 3], 1, false]);

    let text = '';
    for await (const chunk of (await fetch(greeting)).stream()) text += new TextDecoder().decode(chunk);
    expect(text).to.include('hello from a file');

    const response = await fetch(greeting, { fetcher: async () => body() });
    const read = async (): Promise<void> => {
      for await (const _ of response.stream()) response.abort(new Error('enough'));
    };
    expect(await failure(read())).to.include({ name: 'AbortError', message: 'enough' });
  });

  it('times out where nobody answers', async () => {
    const error = await failure(fetch(greeting, { timeout: 10, fetcher: () => new Promise(() => {}) }));
    expect(error).to.include({ name: 'FetchTimeout', timeout: 10 });
  });

  it('rejects with NetworkError where nobody listens', async () => {
    expect(await failure(fetch('http://127.0.0.1:1/', { timeout: 15_000 }))).to.include({
      name: 'NetworkError',
      url: 'http://127.0.0.1:1/',
    });
  });

  it('openUrl refuses to block the page', () => {
    expect(() => openUrl(greeting)).to.throw('await http.fetch(url)');
  });
});
