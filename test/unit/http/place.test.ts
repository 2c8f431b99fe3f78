import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetch, findAsset, NetworkError, resolveUrl, setAssets, setBase } from '../../../src/http/index.ts';
import { serve } from './server.ts';

beforeEach(() => {
  setBase('https://docs.test/guide/page.html');
  setAssets({});
});
afterEach(() => setAssets({}));

describe('http: where relative URLs lead', () => {
  it('resolves them against the base URL of the page', () => {
    expect(resolveUrl('images/0.jpg')).toBe('https://docs.test/guide/images/0.jpg');
    expect(resolveUrl('/up')).toBe('https://docs.test/up');
    expect(resolveUrl('https://other.test/x')).toBe('https://other.test/x');
  });

  it('says what was wrong with a URL and what it was resolved against', () => {
    expect(() => resolveUrl('http://[')).toThrow('Not a URL: "http://["; not even relative to https://docs.test/guide/page.html.');
  });

  it('fetches relative to the base', async () => {
    const server = await serve({ '/sub/data.txt': (_, response) => response.end('found') });
    setBase(`${server.url}/sub/index.html`);
    expect(await (await fetch('data.txt')).text()).toBe('found');
    await server.close();
  });
});

describe('http: embedded files', () => {
  it('are found before the network is asked, under every spelling of their URL', async () => {
    setAssets({ 'data/a.txt': 'data:text/plain;base64,aGVsbG8=' });
    for (const url of ['data/a.txt', './data/a.txt#part', 'https://docs.test/guide/data/a.txt']) {
      const response = await fetch(url);
      expect(await response.text()).toBe('hello');
      expect(response).toMatchObject({
        url: 'https://docs.test/guide/data/a.txt'.concat(url.includes('#') ? '#part' : ''),
        status: 200,
        ok: true,
      });
      expect(response.headers['content-type']).toBe('text/plain');
    }
    expect(findAsset('data/b.txt')).toBeUndefined();
  });

  it('may be written as percent-encoded text', async () => {
    setAssets({ 'a.svg': 'data:image/svg+xml,%3Csvg%2F%3E' });
    expect(await (await fetch('a.svg')).text()).toBe('<svg/>');
  });

  it('can only be read', async () => {
    setAssets({ 'a.txt': 'data:,a' });
    expect((await fetch('a.txt', { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await fetch('a.txt', { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '1']);
  });

  it('keep their bytes', async () => {
    const bytes = new Uint8Array([0, 200, 255]);
    setAssets({ b: `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}` });
    expect(await (await fetch('b')).bytes()).toEqual(bytes);
  });
});

describe('http: a page opened from disk', () => {
  it('finds embedded files, and says of any other what forbids it and what to do', async () => {
    setBase('file:///home/me/my%20report/index.html');
    setAssets({ 'images/0.jpg': 'data:image/jpeg;base64,/9j/' });
    expect((await fetch('images/0.jpg')).ok).toBe(true);
    const error = await fetch('images/1.jpg').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as Error).message).toBe(
      'file:///home/me/my%20report/images/1.jpg cannot be fetched: browsers forbid a page opened from disk (file://) to read other files. ' +
        'Embed the file with configure({ assets: { "images/1.jpg": \'data:…\' } }), or serve the page over http.',
    );
  });
});
