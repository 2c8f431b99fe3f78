import type { Channel } from './channel.ts';
import type { ClientMessage, Outcome, Payload, PoolMessage, Ran, Settled, TaskOrder, TaskRun } from './protocol.ts';

/**
 * Records of one shape without the names of their fields, on which the cloning of a message spends more than on the values:
 * a single record as its values; several as a column a field, and a column of one value holds for all of them.
 */
export type Packed = readonly [count: number, ...values: unknown[]];

/** How the value of a field crosses. */
interface Field {
  pack(value: never): unknown;
  unpack(packed: never): unknown;
}

type Fields<T> = readonly (readonly [name: string, field: Field])[] & { readonly of?: T };

const plain: Field = { pack: (value) => value, unpack: (value) => value };

/** Most payloads are small values: these go as a list of one. */
const payload: Field = {
  pack: (value: Payload | null) => (value && isPlain(value) ? [value.value] : value),
  unpack: (packed: readonly unknown[] | Payload | null) => (Array.isArray(packed) ? clone(packed[0]) : packed),
};

/** That of arguments is a list already. */
const args: Field = {
  pack: (value: Payload) => (isPlain(value) ? value.value : value),
  unpack: (packed: readonly unknown[] | Payload) => (Array.isArray(packed) ? clone(packed) : packed),
};

const outcome: Field = {
  pack: (value: Outcome) => (value.end === 'finished' && isPlain(value.value) ? [value.value.value] : value),
  unpack: (packed: readonly unknown[] | Outcome) => (Array.isArray(packed) ? { end: 'finished', value: clone(packed[0]) } : packed),
};

function isPlain(value: Payload): value is Payload & { readonly form: 'clone' } {
  return value.form === 'clone' && value.transfer.length === 0;
}

function clone(value: unknown): Payload {
  return { form: 'clone', value, transfer: [] };
}

/** Names every field, so that none is forgotten. */
function fieldsOf<T>(fields: Readonly<Record<keyof T, Field>>): Fields<T> {
  return Object.entries<Field>(fields);
}

const RUN = fieldsOf<TaskRun>({
  key: plain,
  session: plain,
  name: plain,
  definition: plain,
  args,
  fresh: payload,
  needs: plain,
  credit: plain,
});

const RAN = fieldsOf<Ran>({ task: plain, outcome, took: plain, shown: plain });

const SETTLED = fieldsOf<Settled>({ task: plain, outcome });

const ORDER = fieldsOf<TaskOrder>({
  key: plain,
  session: plain,
  name: plain,
  definition: plain,
  args,
  fresh: payload,
  needs: plain,
  priority: plain,
  retries: plain,
  timeout: plain,
  repeatable: plain,
  own: plain,
  credit: plain,
});

function pack<T>(records: readonly T[], fields: Fields<T>): Packed {
  const columns = fields.map(([name, field]) => records.map((record) => field.pack((record as Record<string, never>)[name] as never)));
  return [records.length, ...columns.map((column) => (records.length === 1 ? column[0] : shortened(column)))];
}

function shortened(column: readonly unknown[]): readonly unknown[] {
  const [first] = column;
  return column.every((value) => value === first) ? [first] : column;
}

function unpack<T>([count, ...values]: Packed, fields: Fields<T>): T[] {
  const columns = count === 1 ? values.map((value) => [value]) : (values as unknown[][]);
  return Array.from({ length: count }, (_, i) => {
    const record: Record<string, unknown> = {};
    fields.forEach(([name, field], at) => {
      const column = columns[at] as readonly unknown[];
      const value = field.unpack(column[column.length === 1 ? 0 : i] as never);
      if (value !== undefined) record[name] = value;
    });
    return record as T;
  });
}

export const packRuns = (runs: readonly TaskRun[]): Packed => pack(runs, RUN);
export const unpackRuns = (runs: Packed): TaskRun[] => unpack(runs, RUN);
export const packResults = (results: readonly Ran[]): Packed => pack(results, RAN);
export const unpackResults = (results: Packed): Ran[] => unpack(results, RAN);

type Message = ClientMessage | PoolMessage;

/** A message between a session in a worker and the page, as it crosses. */
type Crossing =
  | Exclude<Message, { type: 'submit' | 'settled' }>
  | { readonly type: 'orders'; readonly packed: Packed }
  | { readonly type: 'outcomes'; readonly packed: Packed };

/** One end of the way between a session in a worker and the page: both ends pack what comes in numbers. */
export function packed<Out extends Message, In extends Message>(wire: Channel<unknown, unknown>): Channel<Out, In> {
  return {
    post: (message, transfer) => wire.post(packMessage(message), transfer),
    listen: (receive) => wire.listen((message) => receive(unpackMessage(message as Crossing) as In)),
  };
}

function packMessage(message: Message): Crossing {
  if (message.type === 'submit') return { type: 'orders', packed: pack(message.tasks, ORDER) };
  return message.type === 'settled' ? { type: 'outcomes', packed: pack(message.results, SETTLED) } : message;
}

function unpackMessage(message: Crossing): Message {
  if (message.type === 'orders') return { type: 'submit', tasks: unpack(message.packed, ORDER) };
  return message.type === 'outcomes' ? { type: 'settled', results: unpack(message.packed, SETTLED) } : message;
}
