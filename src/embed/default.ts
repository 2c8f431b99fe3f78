import type { PageConnection } from '../host/index.ts';
import { show } from './run.ts';
import { parsed } from './source.ts';

/** Shows the page's own session at the end of its body; components with a `target` go where it says. Lives as long as the page. */
export async function showDefault(connection: PageConnection): Promise<void> {
  await parsed(); // a script in the head needs a session before there is a body
  const place = document.createElement('div');
  document.body.append(place);
  const { signal } = connection.session;
  show(
    connection,
    place,
    undefined,
    {
      ready: () => undefined,
      busy: () => undefined,
      look: () => undefined,
      crashed: () => undefined,
      error: (report) => reportError(new Error(`${report.what}: ${report.name}: ${report.message}`)),
    },
    signal,
  );
}
