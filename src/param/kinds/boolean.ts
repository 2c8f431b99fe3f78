import type { Schema } from '../json.ts';
import { defineKind, Parameter } from '../parameter.ts';

/** True or false; nothing that only counts as either. Param's `Boolean`. */
export class BooleanParameter<T extends boolean | null = boolean> extends Parameter<T> {
  override get shape(): Schema {
    return { type: 'boolean' };
  }

  protected override check(value: unknown): void {
    if (typeof value !== 'boolean') this.mistyped('must be true or false', value);
  }
}

defineKind(BooleanParameter, 'Boolean', { default: false });

/**
 * True only while its watchers are told: setting it to true is the event, and it falls back by itself, untold, also
 * after an error and at the end of a batch. Setting it to false does nothing. Param's `Event`.
 */
export class EventParameter extends BooleanParameter {
  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'default' && value !== false) this.misdeclared(slot, 'must be false', value);
    if (slot === 'defaultFactory' && value !== null) this.misdeclared(slot, 'must not be given', value);
  }
}

defineKind(EventParameter, 'Event', {});
