import type { ErrorReport, FromSession, Measures } from '../session/index.ts';
import type { Channel } from '../thread/index.ts';

/** Who a session is and where it runs. */
interface Identity {
  readonly id: string;
  readonly name: string;
  readonly place: 'worker' | 'page';
}

/** What the page knows of one of its sessions: what passes by anyway, noted and counted. */
export class SessionRecord implements Identity {
  readonly id: string;
  readonly name: string;
  readonly place: 'worker' | 'page';
  /** `failed`: its code did not run to its end; `crashed`: its worker has ended by itself. */
  phase: 'starting' | 'running' | 'failed' | 'crashed' = 'starting';
  /** Asynchronous callbacks are under way. */
  busy = false;
  /** Number of errors that it has told the page. */
  errors = 0;
  lastError: ErrorReport | undefined;
  /** Messages to and from it, on all its wires. */
  sent = 0;
  received = 0;
  /** Its last answer to `measure`, and how often it has answered. */
  measures: Measures | undefined;
  answers = 0;
  /** Ends it and starts another session of the same app, where somebody can. */
  restart: (() => void) | undefined;
  /** Asks it how it is; it answers when its thread is free. Only a session in a worker has something to tell. */
  measure: (() => void) | undefined;

  constructor({ id, name, place }: Identity) {
    this.id = id;
    this.name = name;
    this.place = place;
  }

  /** The same channel, with the messages on it counted. */
  count<Out, In>(channel: Channel<Out, In>): Channel<Out, In> {
    return {
      post: (message, transfer) => {
        this.sent++;
        channel.post(message, transfer);
      },
      listen: (receive) =>
        channel.listen((message) => {
          this.received++;
          receive(message);
        }),
    };
  }

  /** Takes note of what the session says. */
  note(message: FromSession): void {
    switch (message.type) {
      case 'ready':
        this.phase = 'running';
        return;
      case 'busy':
        this.busy = message.busy;
        return;
      case 'error':
        this.errors++;
        this.lastError = message.report;
        if (message.weight === 'fatal') this.phase = 'failed';
        return;
      case 'measured':
        this.measures = message.measures;
        this.answers++;
        // The question and this answer are no traffic of the app.
        this.sent--;
        this.received--;
    }
  }

  /** Its worker has ended by itself. */
  crash(): void {
    this.phase = 'crashed';
    this.busy = false;
    this.measure = undefined;
  }
}
