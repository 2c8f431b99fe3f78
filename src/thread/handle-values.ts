import { encode } from './payload.ts';
import type { HandleRef, Update } from './protocol.ts';
import { isShareable } from './share.ts';

type Values = Record<string, unknown>;

/** The values of a handle as they travel, and why some of them do not. */
export type Shown = Pick<HandleRef, 'values' | 'hidden'>;

/** A mention of a handle whose values are told elsewhere in the same payload. */
export const NOTHING: Shown = { values: { form: 'clone', value: {}, transfer: [] }, hidden: {} };

/** A handle's values one by one: one that can't be sent hides itself and not the others. */
export function encodeRecord(values: Readonly<Values>, kind: string, share: (value: object) => HandleRef): Shown {
  const options = { place: { root: kind, of: 'a handle', to: 'to a thread' }, isShared: isShareable, share };
  try {
    return { values: encode(values, options), hidden: {} };
  } catch {
    return encodeSome(values, options);
  }
}

function encodeSome(values: Readonly<Values>, options: Parameters<typeof encode>[1]): Shown {
  const sent: Values = {};
  const hidden: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    try {
      encode({ [name]: value }, options);
      sent[name] = value;
    } catch (error) {
      hidden[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return { values: encode(sent, options), hidden };
}

export function transferOfUpdates(updates: readonly Update[]): Transferable[] {
  return updates.flatMap(({ values }) => values.transfer);
}
