import { fetch, openUrl, setAssets, setBase } from '../../../src/http/index.ts';

interface Call {
  readonly call: 'fetch' | 'openUrl';
  readonly base: string;
  readonly assets?: Record<string, string>;
  readonly url: string;
}

onmessage = async ({ data }: MessageEvent<Call>) => {
  setBase(data.base);
  setAssets(data.assets ?? {});
  try {
    postMessage({ value: data.call === 'fetch' ? await (await fetch(data.url)).text() : openUrl(data.url) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
