import { Subscription, type SubscribeOptions } from './subscription.ts';
import type { Title } from './title.ts';

/** A subscription that a `LoopError` can name. */
export class TitledSubscription extends Subscription {
  readonly title: Title;

  constructor(title: Title, probe: () => void, callback: () => void, options?: SubscribeOptions) {
    super(probe, callback, options);
    this.title = title;
  }
}
