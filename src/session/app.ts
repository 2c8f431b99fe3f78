import { getBase } from '../http/index.ts';
import { appId } from '../origin/index.ts';
import type { Session } from './session.ts';

/**
 * The app id under which a session shares with those of other tabs: see `appId`. Whoever asks shares from now on, so
 * the name that `configure({ app })` gives cannot change any more.
 */
export function appOf(session: Session): string {
  session.config.param.app.constant = true;
  return idOf(session);
}

/** The app id as it is now: asking for it decides nothing. */
export function idOf({ config }: Session): string {
  const { protocol, pathname } = new URL(getBase() ?? 'about:blank');
  return appId({ protocol, pathname, name: config.app ?? undefined });
}
