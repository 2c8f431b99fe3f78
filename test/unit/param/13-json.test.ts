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

  it('names a parameter that does not exist', () => {
    const one = new Experiment();
    expect(() => one.param.serializeParameters(['zzz' as never])).toThrow("'zzz' is not a parameter of Experiment");
    expect(() => Experiment.param.schema(['zzz'])).toThrow("'zzz' is not a parameter of Experiment");
  });
});

describe('deserializeParameters', () => {
  const read = (json: unknown): Record<string, unknown> => Experiment.param.deserializeParameters(JSON.stringify(json));

  it('leaves out what is no parameter, and what nobody can set', () => {
    class Fixed extends Parameterized.with({ a: param.integer(), b: param.integer({ default: 1, readonly: true }) }) {}
    const text = new Fixed({ a: 3 }).param.serializeParameters();
    expect(text).toBe('{"a":3,"b":1}');
    expect(new Fixed(Fixed.param.deserializeParameters(text)).a).toBe(3);
    expect(read({ runs: 1, zzz: 2 })).toEqual({ runs: 1 });
  });

  it('refuses what is no object of values', () => {
    expect(() => read(null)).toThrow('The values of Experiment must be read from an object, not null.');
    expect(() => read([1])).toThrow('The values of Experiment must be read from an object, not [1].');
    expect(() => Experiment.param.deserializeParameters('no JSON')).toThrow(SyntaxError);
  });

  it('leaves values of another shape as they are, so that setting them says what is wrong', () => {
    const wrong: readonly (readonly [name: string, json: unknown])[] = [
      ['rate', 'x'],
      ['day', 3],
      ['range', 3],
      ['tags', 3],
      ['raw', 'no base64!'],
      ['samples', 3],
      ['days', 3],
      ['table', 3],
    ];
    for (const [name, json] of wrong) {
      expect(read({ [name]: json })).toEqual({ [name]: json });
      expect(() => new Experiment(read({ [name]: json }))).toThrow(`'Experiment.${name}' must be`);
    }
  });
});

describe('an object that a parameter holds', () => {
  class Worker extends Parameterized.with({ name: param.string(), since: param.date(), hook: param.callable() }) {}
  class Fast extends Worker.with({ speed: param.integer() }) {}
  class Team extends Parameterized.with({
    lead: param.instanceOf(Worker),
    all: param.list({ itemType: Worker }),
    either: param.instanceOf<object>([Worker, Thing]),
  }) {}

  it('is written by its parameters, alone or in a list, and read as a new object of the class that is declared', () => {
    const lead = new Fast({ name: 'a', since: new Date(0), speed: 3 });
    const text = new Team({ lead, all: [new Worker({ name: 'b' })], either: lead }).param.serializeParameters();
    expect(JSON.parse(text)).toEqual({
      lead: { name: 'a', since: '1970-01-01T00:00:00.000Z', speed: 3 },
      all: [{ name: 'b', since: null }],
    });
    const team = new Team(Team.param.deserializeParameters(text));
    expect(team.lead).toBeInstanceOf(Worker);
    expect(team.lead?.param.values()).toEqual({ name: 'a', since: new Date(0), hook: null });
    expect(team.all.map(({ name }) => name)).toEqual(['b']);
  });

  it('is checked when it is read', () => {
    expect(() => Team.param.deserializeParameters('{"lead":{"name":3}}')).toThrow(
      "String parameter 'Worker.name' must be a string, not 3.",
    );
    expect(() => new Team(Team.param.deserializeParameters('{"lead":3}'))).toThrow(
      "InstanceOf parameter 'Team.lead' must be an instance of Worker, not 3.",
    );
  });

  it('is left out where JSON cannot tell of which class it is: of several, or of one without parameters', () => {
    expect(Object.keys(Team.param.schema()['properties'] as object)).toEqual(['lead', 'all']);
    expect(Object.keys(new Experiment({ thing: new Thing() }).param.schema()['properties'] as object)).not.toContain('thing');
  });

  it('is described by the schema of its class', () => {
    const of = Worker.param.schema();
    expect(Team.param.schema(['lead', 'all'])['properties']).toEqual({
      lead: { title: 'Lead', anyOf: [of, { type: 'null' }] },
      all: { title: 'All', type: 'array', items: of },
    });
  });

  it('that contains itself is no JSON; its class is described once', () => {
    class Node extends Parameterized.with({ n: param.integer() }) {}
    Node.param.addParameter('next', param.instanceOf(Node));
    const [one, two] = [new Node({ n: 1 }), new Node({ n: 2 })] as (Node & { next: Node })[];
    Object.assign(one as Node, { next: two });
    expect(one?.param.serializeParameters()).toBe('{"n":1,"next":{"n":2,"next":null}}');
    Object.assign(two as Node, { next: one });
    expect(() => one?.param.serializeParameters()).toThrow(
      "InstanceOf parameter 'Node.next' must be something that JSON can say, not a Node.",
    );
    expect(Node.param.schema()).toMatchObject({ properties: { next: { anyOf: [{ type: 'object' }, { type: 'null' }] } } });
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
