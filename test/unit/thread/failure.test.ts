import { describe, expect, it } from 'vitest';
import { Empty, TaskCancelled, ThreadError } from '../../../src/thread/errors.ts';
import { decodeThrown, encodeThrown, joinStacks, registerError } from '../../../src/thread/failure.ts';

/** What the other side of a wire gets. */
function cross(thrown: unknown): Error & Record<string, unknown> {
  return decodeThrown(structuredClone(encodeThrown(thrown)), "Task 'crunch'") as Error & Record<string, unknown>;
}

describe('errors on their way between threads', () => {
  it('have the place in evaluated code where WebKit tells it beside the stack', () => {
    const made = (stack: string): Error => Object.assign(new Error('no @'), { stack, line: 3, column: 7 });
    const told = (stack: string): unknown => (decodeThrown(encodeThrown(made(stack), 'app.js'), 'it') as Error).stack;
    expect(told('crunch@\n@\nrun@blob:x:1:2')).toBe('crunch@app.js:3:7\n@\nrun@blob:x:1:2');
    expect(told('@')).toBe('@app.js:3:7');
    expect(told('run@blob:x:1:2\ncrunch@')).toBe('run@blob:x:1:2\ncrunch@');
    expect(told('Error: no @\n    at crunch (app.js:1:2)')).toBe('Error: no @\n    at crunch (app.js:1:2)');
  });

  it('keep message, stack, fields and the class where both sides have it', () => {
    const error = Object.assign(new RangeError('too far'), { code: 7, detail: { at: [1] } });
    const copy = cross(error);
    expect(copy).toBeInstanceOf(RangeError);
    expect(copy.message).toBe('too far');
    expect(copy.stack).toBe(error.stack);
    expect([copy['code'], copy['detail']]).toEqual([7, { at: [1] }]);
  });

  it("keep the name of the author's class and the nearest class that both sides have", () => {
    class StockError extends TypeError {}
    const copy = cross(new StockError('sold out'));
    expect(copy).toBeInstanceOf(TypeError);
    expect(copy.constructor.name).toBe('StockError');
    expect(String(copy)).toBe('TypeError: sold out');
  });

  it("keep Heddle's own classes", () => {
    expect(cross(new Empty('none'))).toBeInstanceOf(Empty);
    const cancelled = cross(new TaskCancelled('enough'));
    expect(cancelled).toBeInstanceOf(TaskCancelled);
    expect(cancelled).toBeInstanceOf(ThreadError);
    expect(cancelled.name).toBe('AbortError');
  });

  it('keep classes that were registered', () => {
    class ParameterError extends Error {}
    registerError('ParameterError', ParameterError);
    expect(cross(new ParameterError('no'))).toBeInstanceOf(ParameterError);
  });

  it('keep the chain of causes, however it is made', () => {
    const copy = cross(new Error('outer', { cause: new SyntaxError('middle', { cause: 'text' }) }));
    expect(copy.cause).toBeInstanceOf(SyntaxError);
    expect((copy.cause as Error).cause).toBe('text');
    const loop = new Error('loop');
    loop.cause = loop;
    expect(cross(loop).cause).toBeInstanceOf(Error);
  });

  it('keep the errors of an AggregateError', () => {
    const copy = cross(new AggregateError([new TypeError('one'), 'two'], 'both')) as unknown as AggregateError;
    expect(copy).toBeInstanceOf(AggregateError);
    expect(copy.errors[0]).toBeInstanceOf(TypeError);
    expect(copy.errors[1]).toBe('two');
  });

  it('come to an end where an AggregateError contains itself', () => {
    const all = new AggregateError([], 'all');
    all.errors.push(all, new TypeError('one'), all, all);
    const copy = cross(all) as unknown as AggregateError;
    expect(copy.errors[0]).toBeInstanceOf(AggregateError);
    expect(copy.errors[1]).toBeInstanceOf(TypeError);
  });

  it('keep a DOMException as one', () => {
    const copy = cross(new DOMException('gone', 'AbortError'));
    expect(copy).toBeInstanceOf(DOMException);
    expect(copy.name).toBe('AbortError');
  });

  it('tell fields that cannot be sent as text', () => {
    const copy = cross(Object.assign(new Error('x'), { callback: () => 1, where: new URL('http://a.b/') }));
    expect([copy['callback'], copy['where']]).toEqual(['() => 1', 'http://a.b/']);
  });

  it('wrap what is no Error, and say so', () => {
    const copy = cross('sold out');
    expect(copy).toBeInstanceOf(ThreadError);
    expect(copy.message).toBe("Task 'crunch' threw 'sold out', which is no Error.");
    expect(copy.cause).toBe('sold out');
    expect(cross({ code: 1 }).message).toBe("Task 'crunch' threw a Object, which is no Error.");
    expect(cross(undefined).message).toBe("Task 'crunch' threw undefined, which is no Error.");
  });

  it('show both stacks', () => {
    const { stack } = joinStacks(cross(new Error('far')), new Error().stack);
    expect(stack).toMatch(/^Error: far\n[\s\S]*-- submitted from --\n\s+at /);
  });

  it('are told as well as they can be where they cannot be looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(cross(proxy).message).toBe("Task 'crunch' threw 'an unreadable object', which is no Error.");
    const odd = Object.assign(new Error('odd'), { bare: Object.create(null), code: 7 });
    Object.defineProperty(odd, 'detail', {
      enumerable: true,
      get: () => {
        throw new Error('no detail');
      },
    });
    const copy = cross(odd);
    expect([copy.message, copy['code'], copy['detail']]).toEqual(['odd', 7, 'Error: no detail']);
    const mute = Object.assign(new Error('x'), { message: Object.create(null) });
    expect(cross(mute).message).toContain('an unreadable object');
    const shut = new Error('x');
    Object.defineProperty(shut, 'cause', {
      get: () => {
        throw new Error('no cause');
      },
    });
    expect(cross(shut).message).toBe("Task 'crunch' threw 'Error: x', which is no Error.");
  });
});
