import type { Channel } from './channel.ts';
import { encodeThrown } from './failure.ts';
import type { PoolPort } from './pool.ts';
import { type ClientMessage, type PoolMessage, transferOf, type WireThrown } from './protocol.ts';

type Message = ClientMessage | PoolMessage;

/**
 * Hands the messages of a session's worker to the pool and back, without a look at what they carry. The pool is told of what
 * cannot be passed on, since somebody waits for it.
 */
export function relay(session: Channel<PoolMessage, ClientMessage>, pool: PoolPort): void {
  const pass = <M extends Message>(message: M, to: Pick<Channel<M, unknown>, 'post'>): void => {
    try {
      to.post(message, transferOf(message));
    } catch (error) {
      pool.post(lost(message, encodeThrown(error)));
    }
  };
  session.listen((message) => pass(message, pool));
  pool.listen((message) => pass(message, session));
}

function lost(message: Message, error: WireThrown): ClientMessage {
  if (message.type !== 'within') return { type: 'lost', message, error };
  return { type: 'within', pool: message.pool, message: lost(message.message, error) };
}
