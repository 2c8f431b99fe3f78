import type { Channel } from './channel.ts';
import type { ClientMessage, Outcome, Payload, PoolMessage, Ran, Settled, TaskOrder, TaskRun } from './protocol.ts';

/**
 * Records of one shape without the names of their fields, on which the cloning of a message spends more than on the values:
 * a single record as its values; several as a column a field, and a column of one value holds for all of them.
 */
export type Packed = readonly [count: number, ...values: unknown[]];

/** How a record becomes a row of values and back: written out, because objects that are made name by name are slow to make and to read. */
interface Table<T> {
  row(record: T): readonly unknown[];
  record(row: readonly unknown[]): T;
}

/** A record with all its fields, so that none is forgotten. */
type Whole<T> = { readonly [K in keyof T]-?: T[K] };

function table<T, R extends readonly unknown[]>(row: (record: T) => readonly [...R], record: (row: readonly [...R]) => Whole<T>): Table<T> {
  return { row, record: record as (row: readonly unknown[]) => T };
}

/** Most payloads are small values: these go as a list of one. */
type PackedOr<T> = readonly unknown[] | T;

function packFresh(value: Payload | null): PackedOr<Payload | null> {
  return value && isPlain(value) ? [value.value] : value;
}

function unpackFresh(packed: PackedOr<Payload | null>): Payload | null {
  return isList(packed) ? clone(packed[0]) : packed;
}

/** The value of arguments is a list already. */
function packArgs(value: Payload): PackedOr<Payload> {
  return isPlain(value) ? (value.value as readonly unknown[]) : value;
}

function unpackArgs(packed: PackedOr<Payload>): Payload {
  return isList(packed) ? clone(packed) : packed;
}

function packOutcome(value: Outcome): PackedOr<Outcome> {
  return value.end === 'finished' && isPlain(value.value) ? [value.value.value] : value;
}

function unpackOutcome(packed: PackedOr<Outcome>): Outcome {
  return isList(packed) ? { end: 'finished', value: clone(packed[0]) } : packed;
}

function isPlain(value: Payload): value is Payload & { readonly form: 'clone' } {
  return value.form === 'clone' && value.transfer.length === 0;
}

function isList<T>(packed: PackedOr<T>): packed is readonly unknown[] {
  return Array.isArray(packed);
}

function clone(value: unknown): Payload {
  return { form: 'clone', value, transfer: [] };
}

const RUN = table(
  (run: TaskRun) => {
    const { key, session, name, definition, args, fresh, needs, assets, credit } = run;
    return [key, session, name, definition, packArgs(args), packFresh(fresh), needs, assets, credit];
  },
  ([key, session, name, definition, args, fresh, needs, assets, credit]) => ({
    key,
    session,
    name,
    definition,
    args: unpackArgs(args),
    fresh: unpackFresh(fresh),
    needs,
    assets,
    credit,
  }),
);

const RAN = table(
  ({ task, outcome, took, shown }: Ran) => [task, packOutcome(outcome), took, shown],
  ([task, outcome, took, shown]) => ({ task, outcome: unpackOutcome(outcome), took, shown }),
);

const SETTLED = table(
  ({ task, outcome }: Settled) => [task, packOutcome(outcome)],
  ([task, outcome]) => ({ task, outcome: unpackOutcome(outcome) }),
);

const ORDER = table(
  (order: TaskOrder) => {
    const { key, session, name, definition, args, fresh, needs, assets, priority, retries, timeout, repeatable, bulk, own, credit } = order;
    return [
      key,
      session,
      name,
      definition,
      packArgs(args),
      packFresh(fresh),
      needs,
      assets,
      priority,
      retries,
      timeout,
      repeatable,
      bulk,
      own,
      credit,
    ];
  },
  ([key, session, name, definition, args, fresh, needs, assets, priority, retries, timeout, repeatable, bulk, own, credit]) => ({
    key,
    session,
    name,
    definition,
    args: unpackArgs(args),
    fresh: unpackFresh(fresh),
    needs,
    assets,
    priority,
    retries,
    timeout,
    repeatable,
    bulk,
    own,
    credit,
  }),
);

function pack<T>(records: readonly T[], { row }: Table<T>): Packed {
  const rows = records.map(row);
  const [first = []] = rows;
  return [rows.length, ...(rows.length === 1 ? first : first.map((_, at) => column(rows, at)))];
}

function column(rows: readonly (readonly unknown[])[], at: number): readonly unknown[] {
  const values = rows.map((row) => row[at]);
  const [first] = values;
  return values.every((value) => value === first) ? [first] : values;
}

function unpack<T>([count, ...values]: Packed, { record }: Table<T>): T[] {
  if (count === 1) return [record(values)];
  const columns = values as (readonly unknown[])[];
  const records: T[] = [];
  for (let i = 0; i < count; i++) records.push(record(columns.map((column) => column[column.length === 1 ? 0 : i])));
  return records;
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
