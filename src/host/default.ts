import { setDefaultSession } from '../session/index.ts';
import { connectOwn, type PageConnection } from './connection.ts';

/**
 * Gives the page a session of its own when one is first needed: for modules that import `heddle` directly
 * instead of being run as an app. Settles with its connection, which somebody must show.
 */
export function offerDefaultSession(): Promise<PageConnection> {
  return new Promise((resolve) => {
    let connection: PageConnection | undefined;
    setDefaultSession(() => {
      if (!connection) resolve((connection = connectOwn()));
      return connection.session;
    });
  });
}
