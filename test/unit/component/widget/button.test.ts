import { expect, it } from 'vitest';
import { Button } from '../../../../src/component/index.ts';
import { inSession } from './harness.ts';

it('a click fires value, and then counts', () => {
  const button = new (inSession().bound(Button))({ label: 'Add' });
  const seen: string[] = [];
  button.param.watch(({ name, new: value }) => seen.push(`${name} ${value}`), ['value', 'clicks']);
  button.receiveEvent('click');
  expect(seen).toEqual(['value true', 'clicks 1']);
  expect([button.value, button.clicks]).toEqual([false, 1]);
});

it('onClick is called at each click with the number of clicks, until it is unwatched', () => {
  const seen: number[] = [];
  const button = new (inSession().bound(Button))({ onClick: (event) => seen.push(event.new) });
  const second = button.onClick((event) => seen.push(event.new * 10));
  button.receiveEvent('click');
  button.receiveEvent('click');
  button.param.unwatch(second);
  button.receiveEvent('click');
  expect(seen).toEqual([1, 10, 2, 20, 3]);
});

it('a colour that is none is refused', () => {
  const Bound = inSession().bound(Button);
  expect(() => new Bound({ color: 'pink' as never })).toThrow("'Button.color' must be one of");
});

it('a label that is not among options is refused', () => {
  const Bound = inSession().bound(Button);
  expect(() => new Bound('Go' as never)).toThrow('Button takes an object with values of its parameters, not "Go".');
});
