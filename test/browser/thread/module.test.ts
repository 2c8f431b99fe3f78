import { expect } from 'chai';
import { createStage, endAll, rejection } from './stage.ts';

afterEach(endAll);

type Stats = typeof import('./modules/stats.ts');

// Vite would look for what stands beside import.meta.url itself.
const here = import.meta.url;
const at = (file: string): URL => new URL(`./modules/${file}`, here);

describe('the functions of a module on threads', () => {
  it('are loaded with what the module imports', async () => {
    const stats = createStage().threadModule<Stats>(at('stats.ts'));
    expect(await stats.mean([1, 2, 3])).to.equal(2);
    const rows: number[] = [];
    for await (const { row } of stats.rows(3)) rows.push(row);
    expect(rows).to.deep.equal([0, 1, 2]);
  });

  it('fail with their own errors', async () => {
    const error = await rejection(createStage().threadModule<Stats>(at('stats.ts')).fail());
    expect(error).to.be.instanceOf(RangeError);
    expect(error.message).to.equal('no rows');
    expect(error.stack).to.match(/stats\.ts[^]*-- submitted from --/);
  });

  it('say what is wrong with the module', async () => {
    const { threadModule } = createStage();
    const message = async (url: URL | string): Promise<string> => (await rejection(threadModule<Stats>(url).mean([]))).message;
    expect(await message(at('nowhere.js'))).to.match(/^Module 'http.*nowhere\.js' cannot be loaded on a thread: TypeError: .*Is it there/);
    expect(await message(at('sum.ts'))).to.match(/has no export named 'mean'; its functions are: sum\./);
    const broken = URL.createObjectURL(new Blob(['export const ok = 1;\nexport const = 2;'], { type: 'text/javascript' }));
    expect(await message(broken)).to.match(/^Module 'blob:.*' cannot be loaded on a thread: \S+/);
    // Chromium keeps the place to itself.
    if (!navigator.userAgent.includes('Chrome')) expect(await message(broken)).to.match(/\(blob:.*:2\)\.$/);
    URL.revokeObjectURL(broken);
  });
});
