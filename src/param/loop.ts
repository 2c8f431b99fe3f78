import { LoopError } from './errors.ts';
import type { Events, Listener } from './listener.ts';

/** Nested calls and rounds up to this are not looked at; among more, a listener may be a tenth of it often. */
export const LIMIT = 100;

/** Throws where what listeners set has called them again and again. */
export function checkDepth(underWay: readonly Listener[], told: readonly Events[]): void {
  const newest = underWay.at(-1);
  if (underWay.filter((it) => it === newest).length * 10 <= LIMIT) return;
  throw new LoopError(pathOf(namesOf(underWay, told)));
}

/** The same where they were queued: each round is the effect of the one before. `trail` collects them. */
export function checkRounds(rounds: number, listeners: readonly Listener[], events: readonly Events[], trail: string[]): void {
  if (rounds < LIMIT) return;
  const name = [...new Set(namesOf(listeners, events))].join(' and ');
  trail.push(name);
  if (trail.filter((it) => it === name).length * 10 > LIMIT) throw new LoopError(pathOf(trail));
}

/** From one step to the next one of the same name. */
function pathOf(names: readonly string[]): readonly string[] {
  return names.slice(names.lastIndexOf(names.at(-1) ?? '', -2));
}

function namesOf(listeners: readonly Listener[], events: readonly Events[]): readonly string[] {
  return listeners.map((it, i) => nameOf(it, events[i] ?? []));
}

/** What set a listener off: the parameters that changed, or what it derives from them. */
function nameOf({ title }: Listener, events: Events): string {
  return events.map(({ cls, name }) => `${(cls as { name: string }).name}.${name}`).join(' and ') || (title?.() ?? 'a derived value');
}
