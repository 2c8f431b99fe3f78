import { TaskCancelled, TaskTimeout, ThreadCrashed } from './errors.ts';
import { encodeThrown } from './failure.ts';
import type { TaskOrder, WireThrown } from './protocol.ts';
import type { End } from './scheduler/index.ts';
import type { Cause } from './workers.ts';

/** The error of a task that ended without a report of its thread. A crash tells what happened to the task before, also as `story`. */
export function errorOf(end: End, { name, timeout }: TaskOrder, { reason, why }: Cause, story: readonly string[]): WireThrown {
  switch (end) {
    case 'cancelled':
      return reason ?? encodeThrown(new TaskCancelled(`Task '${name}' was cancelled: its session has ended.`));
    case 'timeout':
      return encodeThrown(new TaskTimeout(`Task '${name}' ran for longer than its timeout of ${timeout} ms.`));
    case 'crashed':
      return encodeThrown(Object.assign(new ThreadCrashed(`Task '${name}' is lost: ${why} (${story.join(', ')}).`), { story }));
    case 'refused':
      return reason ?? encodeThrown(new ThreadCrashed(`Task '${name}' cannot run: ${why}.`));
  }
}
