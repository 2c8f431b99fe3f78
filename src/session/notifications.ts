import type { Model, Outlet } from '../link/index.ts';
import { param, Parameterized } from '../param/index.ts';

/** How much a message matters: its colour, and whether a screen reader is interrupted for it. */
export type NotificationType = 'success' | 'info' | 'warning' | 'error';

export interface NotificationOptions {
  /** How long it stays, in ms; 0: until it is dismissed. The clock stands still while it is pointed at or focused. Default 3000. */
  duration?: number;
}

/** A message on its way to the view. */
interface Item {
  readonly id: number;
  readonly type: NotificationType;
  readonly message: string;
  readonly duration: number;
}

/** One message that was given. */
export interface Notification {
  readonly type: NotificationType;
  readonly message: string;
  /** Takes it away; nothing happens where it is gone already. */
  destroy(): void;
}

/** What notifications need of their session. */
export interface NotificationsOwner {
  /** Shows the model, which is shown once. */
  show(model: Model): void;
  /** Whether messages are wanted; see `configure({ notifications })`. */
  readonly isWanted: boolean;
}

/**
 * Short messages over one app (Panel's `state.notifications`), read out by screen readers. They stand in the app's own corner,
 * so that the apps of a page do not cover each other's.
 */
export class Notifications
  extends Parameterized.with({
    position: param.selector({
      default: 'bottom-right',
      objects: ['bottom-right', 'bottom-left', 'bottom-center', 'top-right', 'top-left', 'top-center'],
      doc: 'Corner or edge of the app.',
    }),
    limit: param.integer({ default: 5, bounds: [1, null], doc: 'Most messages at a time; older ones make room.' }),
    items: param.list<Item>({ default: [], constant: false, precedence: -1, doc: 'What is shown, oldest first.' }),
  })
  implements Model
{
  readonly viewType = 'notifications';
  readonly viewParams = ['items', 'position'];
  outlet: Outlet | undefined;
  readonly #owner: NotificationsOwner;
  #lastId = 0;

  constructor(owner: NotificationsOwner) {
    super();
    this.#owner = owner;
    this.param.watch(() => (this.items = this.items.slice(-this.limit)), 'limit');
  }

  /** Says that something has been done. @throws RangeError, as the others do, for a `duration` that no timer can count. */
  success(message: string, options?: NotificationOptions): Notification {
    return this.#add('success', message, options);
  }

  /** Says something that the reader may want to know. */
  info(message: string, options?: NotificationOptions): Notification {
    return this.#add('info', message, options);
  }

  /** Says what the reader should heed. */
  warning(message: string, options?: NotificationOptions): Notification {
    return this.#add('warning', message, options);
  }

  /** Says what went wrong. */
  error(message: string, options?: NotificationOptions): Notification {
    return this.#add('error', message, options);
  }

  /** Takes all messages away. */
  clear(): void {
    this.items = [];
  }

  receiveEdit(): void {}

  /** The reader has dismissed a message, or its time is over. */
  receiveEvent(event: string, id: unknown): void {
    if (event === 'dismiss') this.#remove(id as number);
  }

  #add(type: NotificationType, message: string, { duration = 3000 }: NotificationOptions = {}): Notification {
    if (!(duration >= 0 && duration < 2 ** 31)) {
      throw new RangeError(`state.notifications.${type}: 'duration' must be from 0 to less than 2³¹ ms, not ${duration}.`);
    }
    const item: Item = { id: ++this.#lastId, type, message: String(message), duration };
    if (this.#owner.isWanted) {
      this.#owner.show(this);
      this.items = [...this.items, item].slice(-this.limit);
    }
    return { type, message: item.message, destroy: () => this.#remove(item.id) };
  }

  #remove(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}
