import { ThreadError } from './errors.ts';
import { BLOB, type GraphReader, Reader, Writer } from './graph.ts';
import type { FunctionRef, HandleRef, Payload, Text, ValueKey } from './protocol.ts';
import type { Scattered } from './scattered.ts';
import { explainDepth, type Findings, hasFields, isOverflow, survey, type SurveyOptions } from './survey.ts';

export interface EncodeOptions extends SurveyOptions {
  /** Read more than once: nothing moves, and bulk goes into Blobs. Default false. */
  readonly repeatable?: boolean;
  /** Whether a buffer that nobody listed moves instead of being copied. Default: none does. */
  moves?(buffer: ArrayBuffer): boolean;
  /** Stands for an object that `isShared`. */
  share?(value: object): HandleRef;
  /** Whether the other side finds a scattered value by its key. Default: it does not, and gets the value. */
  knows?(value: Scattered): boolean;
  /** Stands for a function that `isFunction`. */
  fn?(value: (...args: never[]) => unknown): FunctionRef;
}

export interface DecodeOptions {
  handle?(ref: HandleRef): unknown;
  fn?(ref: FunctionRef): unknown;
  /** The scattered value of this key. */
  value?(key: ValueKey): unknown;
}

/** A value heavier than this is encoded by its sender, so that a relay does not clone it. */
const HEAVY = 256;
/** Text of this many characters moves as bytes. */
const LONG = 8192;

/** Makes a value ready to be sent, and takes it as it is now. Throws a ThreadError that names the path of what can't be sent. */
export function encode(value: unknown, options: EncodeOptions): Payload {
  const simple = encodeSimple(value);
  if (simple) return simple;
  const findings = survey(value, options);
  try {
    return encodeAs(formFor(findings), value, options);
  } catch (error) {
    throw explainDepth(error, options.place, findings);
  }
}

function encodeAs(form: Payload['form'], value: unknown, options: EncodeOptions): Payload {
  if (form === 'json') return withText({ form: 'json' }, JSON.stringify(value), [], options);
  try {
    if (form === 'clone') return { form: 'clone', value: structuredClone(value), transfer: [] };
  } catch {
    // There is a Proxy in it, or the `arguments` of a function, whose fields can be sent.
  }
  return graph(value, options);
}

/** The same for what needs no options: a primitive, or a short list of them. Arguments of tiny tasks are mostly this. */
export function encodeSimple(value: unknown): Payload | undefined {
  if (isPrimitive(value)) return { form: 'clone', value, transfer: [] };
  return Array.isArray(value) && !value.includes(undefined) && !hasFields(value) ? encodeArguments(value) : undefined;
}

/** The same for a list that has neither holes nor fields. */
export function encodeArguments(args: readonly unknown[]): Payload | undefined {
  return isPrimitiveList(args) ? { form: 'clone', value: [...args], transfer: [] } : undefined;
}

function formFor({ special, weight, json }: Findings): Payload['form'] {
  if (special) return 'graph';
  if (weight <= HEAVY) return 'clone';
  return json ? 'json' : 'graph';
}

function graph(value: unknown, options: EncodeOptions): Payload {
  const writer = new Writer({
    transfer: new Set(options.transfer),
    moves: (buffer) => options.moves?.(buffer) ?? false,
    repeatable: options.repeatable ?? false,
    share: (shared) => (options.isShared?.(shared) ? options.share?.(shared) : undefined),
    fn: (used) => options.fn?.(used),
    knows: (scattered) => options.knows?.(scattered) ?? false,
  });
  const text = JSON.stringify(writer.write(value));
  writer.take();
  return withText({ form: 'graph', extras: writer.extras, late: writer.late }, text, [...writer.moved], options);
}

type Untexted =
  | { readonly form: 'json' }
  | { readonly form: 'graph'; readonly extras: readonly unknown[]; readonly late: readonly number[] };

function withText(payload: Untexted, text: string, moved: readonly Transferable[], { repeatable }: EncodeOptions): Payload {
  if (repeatable) return { ...payload, text: text.length < BLOB ? text : new Blob([text]), transfer: [] };
  if (text.length < LONG) return { ...payload, text, transfer: moved };
  const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer;
  return { ...payload, text: bytes, transfer: [...moved, bytes] };
}

/** Reads what has to be read before a payload can be decoded at once. */
export async function load(payload: Payload): Promise<Payload> {
  if (!isLate(payload)) return payload;
  const text = payload.text instanceof Blob ? await payload.text.text() : payload.text;
  if (payload.form === 'json') return { ...payload, text };
  const extras = [...payload.extras];
  for (const index of payload.late) {
    const extra = extras[index] as Blob | Payload;
    extras[index] = extra instanceof Blob ? await extra.arrayBuffer() : await load(extra);
  }
  return { ...payload, text, extras, late: [] };
}

/** Whether a payload has to be loaded first. */
export function isLate(payload: Payload): payload is Exclude<Payload, { form: 'clone' }> {
  return payload.form !== 'clone' && (payload.text instanceof Blob || (payload.form === 'graph' && payload.late.length > 0));
}

/** The value of a payload that is loaded. */
export function decode(payload: Payload, options: DecodeOptions = {}): unknown {
  try {
    return decodeAs(payload, options);
  } catch (error) {
    if (!isOverflow(error)) throw error;
    throw new ThreadError('A value has come that is nested too deeply to be read. Send it flat, as a list.', { cause: error });
  }
}

function decodeAs(payload: Payload, options: DecodeOptions): unknown {
  switch (payload.form) {
    case 'clone':
      return payload.value;
    case 'json':
      return JSON.parse(plain(payload.text));
    case 'graph': {
      const from: GraphReader = { ...options, nested: (inner) => decode(inner, options) };
      return new Reader(payload.extras, from).read(JSON.parse(plain(payload.text)));
    }
  }
}

function plain(text: Text): string {
  if (text instanceof Blob) throw new TypeError('A payload has to be loaded before it is decoded.');
  return typeof text === 'string' ? text : new TextDecoder().decode(text);
}

function isPrimitiveList(value: readonly unknown[]): boolean {
  return value.length <= 8 && value.every((item) => isPrimitive(item));
}

function isPrimitive(value: unknown): boolean {
  return value == null || typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length < LONG);
}
