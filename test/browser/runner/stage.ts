import { source } from '../../../src/page.ts';
import { connectPage, type Connection } from '../../../src/host/index.ts';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import type { FromSession, Session } from '../../../src/session/index.ts';
import { setWorkerSource } from '../../../src/thread/index.ts';

setWorkerSource(source);

export interface Opened {
  readonly heddle: Heddle;
  readonly session: Session;
  /** Messages of the errors that the session reported. */
  readonly problems: string[];
  readonly control: Connection['control'];
  end(): void;
}

/** A session in this page, with the page's own threads behind it. */
export function openSession(): Opened {
  const connection = connectPage({ name: 'test', inAddress: 'test' }, 'app.js', () => undefined);
  const { session, control } = connection;
  const problems: string[] = [];
  control.listen((message: FromSession) => message.type === 'error' && problems.push(message.report.message));
  return { session, heddle: createNamespace(session), problems, control, end: () => connection.end() };
}
