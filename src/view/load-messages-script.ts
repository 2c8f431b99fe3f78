import type { MessagesModule } from './load-messages.ts';
import { fromScript } from './script.ts';

/** Stands for load-messages.ts in the script-tag build, which has no modules: the same by a script beside heddle.js. */
export const loadMessages = fromScript<MessagesModule>(
  'heddle-notifications.js',
  'heddleNotifications',
  'It shows notifications. Put it beside heddle.js.',
);
