import { describe, expect, it } from 'vitest';
import { param, Parameterized } from '../../../src/param/index.ts';

class Thing {}

class Experiment extends Parameterized.with({
  runs: param.integer({ default: 3, bounds: [0, null], doc: 'How many.' }),
  rate: param.number({ default: 0.5, bounds: [0, 1], inclusiveBounds: [false, true], label: 'Rate' }),
  note: param.string({ default: 'none', regex: /\w+/ }),
  level: param.selector({ objects: { Low: 1, High: 2 } }),
  tags: param.listSelector({ objects: ['a', 'b'] }),
  day: param.date({ default: new Date(0) }),
  span: param.dateRange(),
  range: param.range({ default: [0, 1] }),
  raw: param.bytes(),
  samples: param.array({ default: new Float32Array([1, 2]), type: Float32Array }),
  days: param.list({ itemType: 'date' }),
  table: param.dataFrame({ columns: { x: 'number' } }),
  extra: param.dict(),
  anything: param.any(),
  hook: param.callable(),
  thing: param.instanceOf(Thing),
}) {}

describe('serializeParameters', () => {
  it('writes values so that deserializeParameters reads the same ones', () => {
    const one = new Experiment({
      runs: 7,
      level: 2,
      tags: ['b'],
      day: new Date(86_400_000),
      span: [new Date(0), new Date(1)],
      range: [-0, Infinity],
      raw: new Uint8Array([0, 255]),
      days: [new Date(5)],
      table: { x: [1, NaN] },
      extra: { a: [1, { b: null }] },
      anything: 'x',
    });
    const text = one.param.serializeParameters();
    expect(JSON.parse(text)).toMatchObject({ level: 'High', day: '1970-01-02T00:00:00.000Z', range: ['-0', 'Infinity'], raw: 'AP8=' });
    const other = new Experiment(one.param.deserializeParameters(text));
    expect({ ...other.param.values(), hook: null }).toEqual(one.param.values());
    expect(Object.is(other.range[0], -0)).toBe(true);
    expect(Experiment.param.deserializeParameters(text)).toEqual(one.param.deserializeParameters(text));
  });

  it('leaves out functions and instances, and takes only some names', () => {
    const one = new Experiment({ hook: () => {}, thing: new Thing() });
    expect(Object.keys(JSON.parse(one.param.serializeParameters()) as object)).not.toContain('hook');
    expect(one.param.serializeParameters(['runs', 'note'])).toBe('{"runs":3,"note":"none"}');
  });

  it('refuses what JSON cannot say, and what contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => new Experiment({ anything: new Map() }).param.serializeParameters()).toThrow(
      "Any parameter 'Experiment.anything' must be something that JSON can say, not a Map.",
    );
    expect(() => new Experiment({ extra: circle }).param.serializeParameters()).toThrow(
      'must be something that JSON can say, not { self: {…} }.',
    );
    expect(() => new Experiment({ hook: () => {} }).param.serializeParameters(['hook'])).toThrow('must be something that JSON can say');
  });

  it('says the same thing twice where it stands twice, which is no circle', () => {
    const shared = [1];
    expect(new Experiment({ extra: { a: shared, b: shared } }).param.serializeParameters(['extra'])).toBe('{"extra":{"a":[1],"b":[1]}}');
  });
});

describe('schema', () => {
  it('is a JSON Schema of a class, with labels, docs and rules', () => {
    expect(Experiment.param.schema(['runs', 'rate', 'note', 'level', 'tags', 'day', 'range', 'table'])).toEqual({
      title: 'Experiment',
      type: 'object',
      properties: {
        runs: { title: 'Runs', description: 'How many.', type: 'integer', minimum: 0 },
        rate: { title: 'Rate', type: 'number', exclusiveMinimum: 0, maximum: 1 },
        note: { title: 'Note', type: 'string', pattern: '^(?:\\w+)$' },
        level: { title: 'Level', enum: ['Low', 'High'] },
        tags: { title: 'Tags', type: 'array', items: { enum: ['a', 'b'] } },
        day: { title: 'Day', type: 'string', format: 'date-time' },
        range: { title: 'Range', type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } },
        table: {
          title: 'Table',
          anyOf: [{ type: 'object', properties: { x: { type: 'array', items: { type: 'number' } } }, required: ['x'] }, { type: 'null' }],
        },
      },
    });
    expect(Object.keys(Experiment.param.schema()['properties'] as object)).not.toContain('thing');
  });

  it('of an instance has its own slots', () => {
    const one = new Experiment();
    one.param.runs.bounds = [1, 9];
    expect(one.param.schema(['runs'])).toMatchObject({ properties: { runs: { minimum: 1, maximum: 9 } } });
  });
});
