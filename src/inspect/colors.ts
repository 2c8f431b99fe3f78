/** Colours of sessions: each has a contrast of 3 : 1 or more to the light and to the dark surface. */
const PALETTE = ['#4d7be0', '#c96a1b', '#2c8f63', '#c04a9a', '#8763d6', '#94781a', '#1b8aa3', '#8d6e5a'];

/** What a task that did not finish is marked with. */
export const FAILED = '#d43f4f';
export const CANCELLED = '#858b96';

/** Gives each session a colour, in the order in which they are first seen; eight of them are unlike. */
export class Colors {
  readonly #given = new Map<string, string>();

  of(session: string): string {
    let color = this.#given.get(session);
    if (color === undefined) this.#given.set(session, (color = PALETTE[this.#given.size % PALETTE.length] as string));
    return color;
  }
}
