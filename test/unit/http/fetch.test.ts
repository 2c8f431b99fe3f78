import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AbortError,
  bindHttp,
  BodyUsedError,
  fetch,
  FetchError,
  type FetchResponse,
  FetchTimeout,
  HttpStatusError,
  NetworkError,
  openUrl,
} from '../../../src/http/index.ts';
import { bodyOf, serve, type TestServer } from './server.ts';

let server: TestServer;
let failuresLeft = 0;
/** Requests of /busy that wait for their answers, which come when there are 32; and how many there were at most. */
const busy: ServerResponse[] = [];
let busiest = 0;

beforeAll(async () => {
  server = await serve({
    '/text': (_, response) => response.writeHead(200, { 'X-Kind': 'Plain' }).end('grüß dich'),
    '/json': (_, response) => response.end('{"n": 3}'),
    '/broken-json': (_, response) => response.end('{"n": '),
    '/bytes': (_, response) => response.end(Buffer.from([0, 127, 255])),
    '/empty': (_, response) => response.writeHead(204).end(),
    '/redirect': (_, response) => response.writeHead(302, { location: '/text' }).end(),
    '/unavailable': (_, response) => response.writeHead(504, 'Gateway Timeout').end('later'),
    '/echo': (request, response) => {
      void bodyOf(request).then((body) => response.end(`${request.method} ${request.headers['x-token'] ?? ''} ${body}`));
    },
    '/parts': (_, response) => {
      response.writeHead(200, { 'content-length': '6' }).write('abc', () => setTimeout(() => response.end('def'), 20));
    },
    '/chunks': (_, response) => void response.writeHead(200).write('abc', () => response.end('def')),
    '/busy': (_, response) => {
      busiest = Math.max(busiest, busy.push(response));
      if (busy.length === 32) setTimeout(() => busy.splice(0).forEach((each) => each.end('done')), 5);
    },
    '/never': () => {},
    '/half': (_, response) => void response.writeHead(200).write('first half, '),
    '/torn': (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('torn', () => response.destroy());
    },
    '/flaky': (_, response) => {
      failuresLeft -= 1;
      if (failuresLeft >= 0) response.writeHead(503, { 'retry-after': '0' }).end('not now');
      else response.end('here you are');
    },
    '/tomorrow': (_, response) => response.writeHead(503, { 'retry-after': '86400' }).end('tomorrow'),
  });
});
afterAll(() => server.close());

const refused = 'http://127.0.0.1:9/';

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );
}

describe('http.fetch: a response', () => {
  it('has the members of the platform response, with headers as a plain object of lower-case names', async () => {
    const response = await fetch(`${server.url}/text`);
    expect(response).toMatchObject({
      url: `${server.url}/text`,
      status: 200,
      statusText: 'OK',
      ok: true,
      redirected: false,
      bodyUsed: false,
    });
    expect(response.headers['x-kind']).toBe('Plain');
    expect(response.request).toBeInstanceOf(Request);
    expect(response.response).toBeInstanceOf(Response);
    expect(response.type).toBe('basic');
    await response.text();
    expect(response.bodyUsed).toBe(true);
  });

  it('gives its body as text, JSON, bytes, a buffer, a blob or a stream', async () => {
    const get = (path: string) => fetch(server.url + path);
    expect(await (await get('/text')).text()).toBe('grüß dich');
    expect(await (await get('/json')).json()).toEqual({ n: 3 });
    expect(await (await get('/bytes')).bytes()).toEqual(new Uint8Array([0, 127, 255]));
    expect((await (await get('/bytes')).buffer()).byteLength).toBe(3);
    expect((await (await get('/bytes')).blob()).size).toBe(3);
    expect(await new Response((await get('/text')).stream()).text()).toBe('grüß dich');
    expect(await new Response((await get('/empty')).stream()).text()).toBe('');
  });

  it('tells where it came from after a redirect', async () => {
    expect(await fetch(`${server.url}/redirect`)).toMatchObject({ url: `${server.url}/text`, redirected: true });
  });

  it('is an answer also with status 404 or 504, and raiseForStatus makes that an error', async () => {
    const missing = await fetch(`${server.url}/missing`);
    expect(missing.ok).toBe(false);
    expect(() => missing.raiseForStatus()).toThrow(`404 Client Error: Not Found for url: ${server.url}/missing`);
    expect(await missing.text()).toBe('nothing here');
    const late = await fetch(`${server.url}/unavailable`);
    const error = await failure(Promise.resolve().then(() => late.raiseForStatus()));
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toBeInstanceOf(FetchError);
    expect(error).toMatchObject({ status: 504, statusText: 'Gateway Timeout', url: `${server.url}/unavailable` });
    expect((error as Error).message).toContain('504 Server Error');
  });

  it('comes back from raiseForStatus when the status is fine', async () => {
    expect(await (await fetch(`${server.url}/json`)).raiseForStatus().json()).toEqual({ n: 3 });
  });

  it('names the url when the body is not JSON', async () => {
    const error = await failure((await fetch(`${server.url}/broken-json`)).json());
    expect(error).toBeInstanceOf(SyntaxError);
    expect((error as Error).message).toContain(`${server.url}/broken-json is not JSON`);
  });

  it('can be read once; a clone has a body of its own, and must be made before', async () => {
    const response = await fetch(`${server.url}/text`);
    const copy = response.clone();
    expect(await response.text()).toBe('grüß dich');
    expect(await copy.text()).toBe('grüß dich');
    const error = await failure(response.text());
    expect(error).toBeInstanceOf(BodyUsedError);
    expect((error as Error).message).toContain('Response body is already used');
    expect(() => response.clone()).toThrow(BodyUsedError);
    expect(() => response.stream()).toThrow(BodyUsedError);
  });
});

describe('http.fetch: a body as a stream', () => {
  it('counts as used as soon as somebody reads it', async () => {
    const response = await fetch(`${server.url}/half`);
    const reader = response.stream().getReader();
    expect(response.bodyUsed).toBe(true);
    expect(() => response.stream()).toThrow(BodyUsedError);
    expect(await failure(response.text())).toBeInstanceOf(BodyUsedError);
    expect(() => response.clone()).toThrow(BodyUsedError);
    await reader.cancel();
  });

  it('gives parts before the others have come', async () => {
    const response = await fetch(`${server.url}/half`);
    const reader = response.stream().getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first half, ');
    await reader.cancel();
    expect(await failure(response.text())).toBeInstanceOf(BodyUsedError);
  });

  it('ends when the signal of the request aborts', async () => {
    const controller = new AbortController();
    const reader = (await fetch(`${server.url}/half`, { signal: controller.signal })).stream().getReader();
    await reader.read();
    const rest = failure(reader.read());
    controller.abort(new Error('a newer input came'));
    expect(await rest).toMatchObject({ name: 'AbortError', message: 'a newer input came' });
  });
});

describe('http.fetch: progress', () => {
  it('is told for each part that is read, in every form, with the whole size where the server says it', async () => {
    const read = async (path: string, form: (response: FetchResponse) => Promise<unknown>) => {
      const told: unknown[] = [];
      const response = await fetch(server.url + path, { onProgress: (...progress) => told.push(progress) });
      const value = await form(response);
      expect(response.bodyUsed).toBe(response.response.body !== null);
      return { told, value };
    };
    for (const form of [(each: FetchResponse) => each.text(), (each: FetchResponse) => new Response(each.stream()).text()]) {
      const { told, value } = await read('/parts', form);
      expect(value).toBe('abcdef');
      expect(told.at(0)).toEqual([3, 6]);
      expect(told.at(-1)).toEqual([6, 6]);
    }
    const { told, value } = await read('/chunks', (each) => each.bytes());
    expect(value).toEqual(new TextEncoder().encode('abcdef'));
    expect(told.at(-1)).toEqual([6, undefined]);
    expect((await read('/text', (each) => each.blob())).value).toHaveProperty('size', 11);
    expect((await read('/empty', (each) => each.text())).told).toEqual([]);
  });

  it('leaves an abort and a body that breaks off what they are', async () => {
    const onProgress = (): void => {};
    expect(await failure((await fetch(`${server.url}/torn`, { onProgress })).text())).toBeInstanceOf(NetworkError);
    const response = await fetch(`${server.url}/half`, { onProgress });
    const text = failure(response.text());
    response.abort();
    expect(await text).toBeInstanceOf(AbortError);
    expect(await failure(fetch(server.url, { onProgress: 1 as never }))).toMatchObject({
      message: "http.fetch: 'onProgress' must be a function, not 1.",
    });
  });
});

describe('http.fetch: many at a time', () => {
  it('wait their turn: 32 of a session at a time wait for an answer, and all get one', async () => {
    const { fetch: get } = bindHttp({});
    const texts = await Promise.all(Array.from({ length: 320 }, async () => (await get(`${server.url}/busy`)).text()));
    expect(texts.every((text) => text === 'done')).toBe(true);
    expect(busiest).toBe(32);
  });

  it('do not hold up another session', async () => {
    const life = new AbortController();
    const [a, b] = [bindHttp({ lifetime: life.signal }), bindHttp({})];
    const stuck = Promise.allSettled(Array.from({ length: 100 }, () => a.fetch(`${server.url}/never`)));
    expect(await (await b.fetch(`${server.url}/text`)).text()).toBe('grüß dich');
    life.abort();
    expect((await stuck).every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('do not wait for bodies that nobody reads', async () => {
    const { fetch: get } = bindHttp({});
    const responses = await Promise.all(Array.from({ length: 100 }, () => get(`${server.url}/text`)));
    expect(responses).toHaveLength(100);
  });

  it('run into their timeout while they wait, too', async () => {
    const life = new AbortController();
    const { fetch: get } = bindHttp({ lifetime: life.signal });
    const stuck = Promise.allSettled(Array.from({ length: 32 }, () => get(`${server.url}/never`)));
    expect(await failure(get(`${server.url}/text`, { timeout: 20 }))).toBeInstanceOf(FetchTimeout);
    life.abort();
    await stuck;
  });

  it('leave the queue when they are given up, without having been sent', async () => {
    const { fetch: get } = bindHttp({});
    const [first, rest] = [new AbortController(), new AbortController()];
    const stuck = Array.from({ length: 32 }, () => failure(get(`${server.url}/never`, { signal: first.signal })));
    const before = server.log.length;
    const given = Array.from({ length: 50 }, () => failure(get(`${server.url}/json`, { signal: rest.signal })));
    const last = get(`${server.url}/text`);
    rest.abort();
    expect((await Promise.all(given)).every((error) => error instanceof AbortError)).toBe(true);
    first.abort();
    await Promise.all(stuck);
    expect(await (await last).text()).toBe('grüß dich');
    expect(server.log.slice(before).some((line) => line.includes('/json'))).toBe(false);
  });
});

describe('http.fetch: a request', () => {
  it('takes the options of the platform', async () => {
    const response = await fetch(`${server.url}/echo`, { method: 'POST', headers: { 'x-token': 'abc' }, body: 'hello' });
    expect(await response.text()).toBe('POST abc hello');
  });

  it('may be a Request or a URL', async () => {
    expect(await (await fetch(new Request(`${server.url}/echo`, { method: 'PUT', body: 'x' }))).text()).toBe('PUT  x');
    expect(await (await fetch(new URL('/text', server.url))).text()).toBe('grüß dich');
  });

  it('may go through a fetcher of the caller', async () => {
    const response = await fetch('http://nowhere.test/', { fetcher: async (request) => new Response(`from ${request.url}`) });
    expect(await response.text()).toBe('from http://nowhere.test/');
    expect(response.url).toBe('http://nowhere.test/');
  });

  it('refuses options that cannot work, by name', async () => {
    expect(await failure(fetch(server.url, { timeout: -1 }))).toMatchObject({
      message: expect.stringContaining("'timeout' must be more than 0"),
    });
    expect(await failure(fetch(server.url, { retry: 1.5 }))).toMatchObject({
      message: expect.stringContaining("'retry' must be an integer of at least 0, not 1.5"),
    });
    expect(await failure(fetch(server.url, { method: 'POST', body: new ReadableStream() }))).toMatchObject({
      message: expect.stringContaining("'body' must not be a ReadableStream"),
    });
    expect(await failure(fetch('no base here'))).toMatchObject({ name: 'TypeError', message: expect.stringContaining('"no base here"') });
  });

  it('that gets no answer rejects with a NetworkError with url and cause', async () => {
    const error = await failure(fetch(refused));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ url: refused, cause: expect.any(Error), message: expect.stringContaining(`GET ${refused} failed`) });
  });

  it('whose body breaks off rejects with a NetworkError, also as a stream', async () => {
    expect(await failure((await fetch(`${server.url}/torn`)).text())).toBeInstanceOf(NetworkError);
    expect(await failure(new Response((await fetch(`${server.url}/torn`)).stream()).text())).toBeInstanceOf(NetworkError);
  });
});

describe('http.fetch: giving up', () => {
  it('rejects with AbortError whose cause is the reason of the signal', async () => {
    const controller = new AbortController();
    const request = failure(fetch(`${server.url}/never`, { signal: controller.signal }));
    const reason = new Error('a newer input came');
    controller.abort(reason);
    const error = await request;
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', message: 'a newer input came', cause: reason, url: `${server.url}/never` });
  });

  it('sends nothing when the signal aborted before', async () => {
    const before = server.log.length;
    expect(await failure(fetch(`${server.url}/text`, { signal: AbortSignal.abort() }))).toBeInstanceOf(AbortError);
    expect(server.log.length).toBe(before);
  });

  it("obeys the Request's own signal too", async () => {
    const controller = new AbortController();
    const request = failure(fetch(new Request(`${server.url}/never`, { signal: controller.signal })));
    controller.abort();
    expect(await request).toBeInstanceOf(AbortError);
  });

  it('stops a body that is being read, in every form', async () => {
    for (const read of ['text', 'bytes', 'json', 'blob'] as const) {
      const response = await fetch(`${server.url}/half`);
      const body = failure(response[read]());
      response.abort(new Error('enough'));
      expect(await body).toMatchObject({ name: 'AbortError', message: 'enough' });
    }
    const response = await fetch(`${server.url}/half`);
    const reader = response.stream().getReader();
    await reader.read();
    const rest = failure(reader.read());
    response.abort('enough');
    expect(await rest).toMatchObject({ name: 'AbortError', message: 'enough' });
  });

  it('is answered first: an aborted response says so rather than that its body is used', async () => {
    const response = await fetch(`${server.url}/text`);
    const copy = response.clone();
    await response.text();
    response.abort();
    expect(await failure(response.text())).toBeInstanceOf(AbortError);
    expect(await failure(copy.text())).toBeInstanceOf(AbortError);
  });

  it('does not wait for a fetcher that ignores its signal', async () => {
    const controller = new AbortController();
    const request = failure(fetch('http://nowhere.test/', { signal: controller.signal, fetcher: () => new Promise(() => {}) }));
    controller.abort();
    expect(await request).toBeInstanceOf(AbortError);
  });

  it('happens by itself after `timeout`, before the answer or inside the body', async () => {
    const error = await failure(fetch(`${server.url}/never`, { timeout: 20 }));
    expect(error).toBeInstanceOf(FetchTimeout);
    expect(error).toMatchObject({ timeout: 20, url: `${server.url}/never`, message: expect.stringContaining('within 20 ms') });
    const half = await fetch('http://nowhere.test/', { timeout: 20, fetcher: async () => new Response(new ReadableStream()) });
    expect(await failure(half.text())).toBeInstanceOf(FetchTimeout);
  });

  it('happens to all requests of a session when the session ends', async () => {
    const session = new AbortController();
    const http = bindHttp({ lifetime: session.signal });
    const request = failure(http.fetch(`${server.url}/never`));
    const body = failure((await http.fetch(`${server.url}/half`)).text());
    session.abort(new Error('session ended'));
    expect(await request).toMatchObject({ name: 'AbortError', message: 'session ended' });
    expect(await body).toMatchObject({ name: 'AbortError', message: 'session ended' });
  });
});

describe('http.fetch: retry', () => {
  it('is off unless asked for', async () => {
    failuresLeft = 1;
    expect((await fetch(`${server.url}/flaky`)).status).toBe(503);
  });

  it('sends an idempotent request again until it is answered', async () => {
    failuresLeft = 2;
    expect(await (await fetch(`${server.url}/flaky`, { retry: 2 })).text()).toBe('here you are');
  });

  it('gives the last answer when there are no tries left', async () => {
    failuresLeft = 5;
    const response = await fetch(`${server.url}/flaky`, { retry: 1 });
    expect([response.status, await response.text()]).toEqual([503, 'not now']);
    expect(failuresLeft).toBe(3);
  });

  it('never repeats a POST', async () => {
    failuresLeft = 1;
    expect((await fetch(`${server.url}/flaky`, { method: 'POST', body: 'pay', retry: 3 })).status).toBe(503);
    expect(failuresLeft).toBe(0);
  });

  it('does not wait for a server that asks for more than a minute', async () => {
    expect((await fetch(`${server.url}/tomorrow`, { retry: 3 })).status).toBe(503);
  });

  it('tries again after a network failure, and an abort ends the pause', async () => {
    let tries = 0;
    const fetcher = async (): Promise<Response> => {
      tries += 1;
      if (tries === 1) throw new TypeError('connection lost');
      return new Response('back');
    };
    expect(await (await fetch('http://nowhere.test/', { retry: 1, fetcher })).text()).toBe('back');
    const controller = new AbortController();
    const lost = async (): Promise<Response> => {
      queueMicrotask(() => controller.abort());
      throw new TypeError('connection lost');
    };
    expect(await failure(fetch('http://nowhere.test/', { retry: 9, fetcher: lost, signal: controller.signal }))).toBeInstanceOf(AbortError);
  });
});

describe('http.openUrl', () => {
  it('works on a worker only, and says what to use elsewhere', () => {
    expect(() => openUrl(`${server.url}/text`)).toThrow('await http.fetch(url)');
  });
});
