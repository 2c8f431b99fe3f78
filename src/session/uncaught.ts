import { uncaughtIn } from '../thread/index.ts';
import type { Session } from './session.ts';

/** Reports to a session what nobody caught in its realm, until `signal` aborts: of a realm with others, what `isOwn` finds. */
export function reportUncaught(session: Session, isOwn: (error: unknown) => boolean, signal: AbortSignal): void {
  const listen = (type: string, what: string, thrownIn: (event: never) => unknown): void =>
    addEventListener(
      type,
      (event) => {
        const error = thrownIn(event as never);
        if (!isOwn(error)) return;
        event.preventDefault();
        session.report(error, what);
      },
      { signal },
    );
  listen('error', 'uncaught error', uncaughtIn);
  listen('unhandledrejection', 'unhandled rejection', ({ reason }: PromiseRejectionEvent) => reason as unknown);
}
