import { expect } from 'chai';
import { createStage, endAll, rejection } from './stage.ts';

afterEach(endAll);

describe('what only a page has', () => {
  it('is refused where it is given, by its path', async () => {
    const { thread } = createStage();
    const take = thread((...args: unknown[]) => args.length, { name: 'take' });
    const message = async (value: unknown): Promise<string> => (await rejection(take(1, { value }))).message;
    const refused = (what: string): string => `Argument 2.value of task 'take' is ${what} and cannot be sent to a thread.`;
    expect(await message(document.createElement('div'))).to.equal(refused('an HTMLDivElement'));
    expect(await message(new MouseEvent('click'))).to.equal(refused('a MouseEvent'));
    expect(await message(new AbortController().signal)).to.equal(refused('an AbortSignal'));
    expect(await message(new WeakMap())).to.equal(refused('a WeakMap'));
  });

  it('is refused where it is used, and not by its name alone', async () => {
    const { thread } = createStage();
    expect((await rejection(thread(() => document.title)())).message).to.equal(
      "'document' is not defined on the thread; only the page has it",
    );
    const node = document.createElement('p');
    expect((await rejection(thread(() => node, { name: 'use', uses: { node } })())).message).to.equal(
      "uses.node of 'use' is an HTMLParagraphElement and cannot be sent to a thread.",
    );
    const bound = node.remove.bind(node);
    expect(() => thread(bound)).to.throw("Function 'bound remove' has no source");
  });
});
