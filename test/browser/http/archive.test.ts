import { expect } from 'chai';
import { fetch } from '../../../src/http/index.ts';
import { archive, packed } from '../../unit/http/archives.ts';

describe('unpackArchive in a browser', () => {
  it('unpacks zip and gzipped tar', async () => {
    for (const [format, body] of [
      ['zip', new Blob([await archive('zip')])],
      ['gztar', packed('tarUstar')],
    ] as const) {
      const response = await fetch('http://a.test/', { fetcher: async () => new Response(body) });
      const files = await response.unpackArchive({ format });
      expect(new TextDecoder().decode(files.get('d/sub/big.txt'))).to.equal('wide '.repeat(200));
    }
  });

  it('finds what is damaged by its sum', async () => {
    const response = await fetch('http://a.test/a.zip', { fetcher: async () => new Response(await archive('zipDamaged')) });
    const error = await response.unpackArchive().catch((thrown: Error) => thrown);
    expect(error).to.have.property('message', "unpackArchive (zip): the file 'a.txt' is damaged: http://a.test/a.zip");
  });
});
