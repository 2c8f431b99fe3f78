import { describe, expect, it } from 'vitest';
import { getAssets } from '../../../src/http/index.ts';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import { sleep } from '../../../src/session/index.ts';
import { openSession, settle } from './harness.ts';

/** Two apps that share one global scope, as in the page; each sees its own `heddle`. */
function openTwo(): [ReturnType<typeof openSession> & { heddle: Heddle }, ReturnType<typeof openSession> & { heddle: Heddle }] {
  const [one, other] = [openSession('one'), openSession('other')];
  return [
    { ...one, heddle: createNamespace(one.session) },
    { ...other, heddle: createNamespace(other.session) },
  ];
}

describe('two apps in one global scope', () => {
  it('each find their own session after awaits, in callbacks, timers and periodic callbacks', async () => {
    const found: string[] = [];
    const app = async ({ Button, bind, rx, sleep: wait, state, Str }: Heddle): Promise<void> => {
      const note = (where: string): void => void found.push(`${where} ${state.sessionInfo.name}`);
      await wait(1);
      note('await');
      setTimeout(() => note('timer'), 1);
      state.addPeriodicCallback(() => note('periodic'), { period: 2, count: 1 });
      state.scheduleTask('same name', () => note('task'), { at: new Date() });
      state.onload(() => note('load'));
      const button = new Button({
        onClick: async () => {
          await wait(2);
          note('click');
        },
      });
      button.clicks = 1;
      new Str(
        bind(async () => {
          await wait(1);
          note('bind');
          return rx(1);
        }),
      ).servable();
      state.onSessionDestroyed(() => note('destroyed'));
    };
    const two = openTwo();
    await Promise.all(two.map(({ session, heddle }) => session.start(() => app(heddle))));
    while (found.length < 14) await sleep(1); // all but the last words
    for (const { session } of two) {
      session.destroy();
    }
    for (const where of ['await', 'timer', 'periodic', 'task', 'load', 'click', 'bind', 'destroyed']) {
      expect(found.filter((text) => text.startsWith(where)).toSorted(), where).toEqual([`${where} one`, `${where} other`]);
    }
  });

  it('do not share what they configure, embedded files included', async () => {
    const [one, other] = openTwo();
    one.heddle.configure({ throttled: true, assets: { 'a.txt': 'data:,mine' }, theme: 'dark' });
    expect([other.session.config.throttled, other.session.config.assets, other.session.config.theme]).toEqual([false, {}, 'auto']);
    expect(getAssets()).toEqual({});
    const [mine, theirs] = [one, other].map(({ heddle }) =>
      heddle.http.fetch('http://localhost:1/a.txt').catch((error: Error) => error.name),
    );
    expect(await theirs).toBe('NetworkError');
    one.heddle.configure({ assets: { 'http://localhost:1/a.txt': 'data:,mine' } });
    const [again, still] = [one, other].map(({ heddle }) => heddle.http.fetch('http://localhost:1/a.txt').catch(() => 'none'));
    expect([await mine, await still]).toEqual(['NetworkError', 'none']);
    expect(await ((await again) as { text(): Promise<string> }).text()).toBe('mine');
  });

  it('do not see what the other changes in a class of Heddle', () => {
    const [one, other] = openTwo();
    one.heddle.IntSlider.param.value.label = 'Mine';
    one.heddle.Button.param.addParameter('extra', one.heddle.param.number({ default: 1 }));
    expect(new other.heddle.IntSlider().param.value.label).not.toBe('Mine');
    expect('extra' in new other.heddle.Button().param.values()).toBe(false);
  });

  it('do not hold back each other’s events: a batch, a hold or a lock that awaits is its session’s own', async () => {
    const [one, other] = openTwo();
    const [text, seen] = [new other.heddle.StaticText({ value: 'before' }).servable(), [] as unknown[]];
    text.param.watch(({ new: value }) => seen.push(value), 'value');
    await settle();
    const before = other.batches.length;
    const holding = one.heddle.hold(() => one.heddle.batch(() => one.heddle.withLock(() => sleep(20))()));
    await settle();
    text.value = 'during';
    await settle();
    expect([seen, other.batches.length]).toEqual([['during'], before + 1]);
    await other.heddle.withLock(() => undefined)();
    await holding;
  });

  it('do not share errors, busy or loaded', async () => {
    const [one, other] = openTwo();
    await one.session.start(() => undefined);
    const work = one.session.dispatch(async () => {
      await sleep(1);
      throw new Error('mine');
    }, 'work');
    expect([one.session.state.busy, other.session.state.busy]).toEqual([true, false]);
    await work;
    await settle();
    expect(one.told.some((message) => message.type === 'error')).toBe(true);
    expect([other.told, other.session.state.loaded]).toEqual([[], false]);
  });

  it('go on when one of them ends: only its own timers, tasks and callbacks end', async () => {
    const [one, other] = openTwo();
    const ticks = { one: 0, other: 0 };
    one.heddle.state.addPeriodicCallback(() => ticks.one++, { period: 1 });
    const periodic = other.heddle.state.addPeriodicCallback(() => ticks.other++, { period: 1, count: 5 });
    one.session.destroy();
    while (periodic.running) await sleep(1);
    expect(ticks).toEqual({ one: 0, other: 5 });
  });
});
