import { heirRef, type Locate, pick, type Shipment, type Shipped, Shipper } from './definition.ts';
import type { Host } from './host.ts';
import { encode, encodeArguments } from './payload.ts';
import type { ClientMessage, Definition, HandleId, Payload, SessionId, TaskKey, TaskOrder, ValueKey } from './protocol.ts';
import { Scattered } from './scattered.ts';
import type { TaskSettings } from './settings.ts';
import { isShareable } from './share.ts';
import { isClass } from './source.ts';
import { WINDOW } from './stream.ts';

export interface OrdersOptions {
  readonly session: SessionId;
  readonly host: Host;
  readonly post: (message: ClientMessage) => void;
  readonly assets: (() => object | undefined) | undefined;
}

/** A task before it is encoded. */
export interface Call {
  readonly key: TaskKey;
  readonly name: string;
  readonly shipment: Shipment;
  readonly args: readonly unknown[];
  readonly settings: TaskSettings;
  /** One of many; see TaskOrder. */
  readonly bulk: boolean;
}

/** An order, and the scattered values that somebody has to keep until its task is over. */
export interface Ordered {
  readonly order: TaskOrder;
  readonly needs: readonly Scattered[];
}

const NOTHING: readonly Scattered[] = [];

/** Makes orders of calls. Functions and scattered values go to the pool once, and are given up there once nobody has them. */
export class Orders {
  readonly #options: OrdersOptions;
  readonly #shipper: Shipper;
  readonly #shipped = new WeakMap<Shipment, Shipped>();
  readonly #unused: FinalizationRegistry<Shipped>;
  readonly #scattered = new WeakSet<Scattered>();
  readonly #dropped: FinalizationRegistry<ValueKey>;
  #values = 0;
  /** The files that the session embeds, as they were last, and as they go to each thread once. */
  #assets: object | undefined;
  #embedded: readonly Scattered[] = NOTHING;

  constructor(options: OrdersOptions) {
    this.#options = options;
    this.#shipper = new Shipper(options.session, options.host);
    this.#unused = new FinalizationRegistry((shipped) => this.#forget(shipped));
    this.#dropped = new FinalizationRegistry((key) => options.post({ type: 'drop', key }));
  }

  /** How functions are found in the session's code. */
  set locate(locate: Locate) {
    this.#shipper.locate = locate;
  }

  scatter(value: unknown, root = 'Value', of = 'scatter()'): Scattered {
    const key = `${this.#options.session}/value-${++this.#values}`;
    const payload = encode(value, { place: { root, of, to: 'to a thread' }, repeatable: true });
    const scattered = new Scattered(key, payload);
    this.#scattered.add(scattered);
    this.#dropped.register(scattered, key);
    this.#options.post({ type: 'scatter', key, value: payload });
    return scattered;
  }

  /** Throws a ThreadError for what cannot be sent. */
  make(call: Call): Ordered {
    this.#embed(this.#options.assets?.());
    const shipped = this.#ship(call.shipment);
    const { definition, held } = shipped;
    const simple = held.size + definition.captures.length === 0 ? encodeArguments(call.args) : undefined;
    return simple ? this.#order(call, definition, simple, null, this.#embedded) : this.#full(call, shipped);
  }

  #embed(assets: object | undefined): void {
    if (assets === this.#assets) return;
    this.#embedded = assets ? [this.scatter(assets, 'assets', 'configure()')] : NOTHING;
    this.#assets = assets;
  }

  /** An order whose arguments or function hold something that is shared, or whatever else is not plain. */
  #full(call: Call, { definition, held: scope }: Shipped): Ordered {
    const { host } = this.#options;
    const { key, name, settings } = call;
    const held = new Set<HandleId>();
    const needs = [...this.#embedded];
    try {
      const args = this.#encode(call, definition, held, needs);
      const fresh = scope.size > 0 ? this.#fresh(scope, held, settings.retries > 0) : null;
      host.begin(key, name, scope.size > 0 ? new Set([...scope, ...held]) : held);
      return this.#order(call, definition, args, fresh, needs);
    } catch (error) {
      host.discard(held);
      throw error;
    }
  }

  #encode({ name, shipment, args, settings }: Call, { captures }: Definition, held: Set<HandleId>, needs: Scattered[]): Payload {
    const { host } = this.#options;
    return encode(captures.length > 0 ? [...args, pick(shipment, captures)] : args, {
      place: { root: 'Argument', numbered: true, of: `task '${name}'`, to: 'to a thread' },
      repeatable: settings.retries > 0,
      transfer: settings.transfer,
      methods: false,
      isShared: isShareable,
      share: (value) => host.ref(value, held),
      isFunction: (fn) => heirRef(fn) !== undefined || !isClass(fn),
      fn: (fn) => heirRef(fn) ?? { callback: host.ref(fn, held) },
      knows: (scattered) => this.#scattered.has(scattered) && needs.push(scattered) > 0,
    });
  }

  #order(
    { key, name, settings, bulk }: Call,
    { key: definition }: Definition,
    args: Payload,
    fresh: Payload | null,
    needs: readonly Scattered[],
  ): Ordered {
    const { priority, retries, timeout, own, intake } = settings;
    const order: TaskOrder = {
      key,
      session: this.#options.session,
      name,
      definition,
      args,
      fresh,
      priority,
      retries,
      timeout,
      repeatable: args.transfer.length + (fresh?.transfer.length ?? 0) === 0,
      bulk,
      own,
      needs: needs.length > 0 ? needs.map((scattered) => scattered.key) : undefined,
      assets: this.#embedded[0]?.key,
      credit: intake && WINDOW,
    };
    return { order, needs };
  }

  #fresh(scope: ReadonlySet<HandleId>, held: Set<HandleId>, repeatable: boolean): Payload {
    const place = { root: 'Handles', of: 'the scope', to: 'to a thread' };
    return encode(this.#options.host.fresh(scope, held), { place, repeatable });
  }

  /** The encoded form of a shipment, which the pool gets with its first task. */
  #ship(shipment: Shipment): Shipped {
    let shipped = this.#shipped.get(shipment);
    if (!shipped) {
      shipped = this.#shipper.ship(shipment);
      this.#options.host.hold(shipped.held);
      this.#shipped.set(shipment, shipped);
      this.#unused.register(shipment, shipped);
      this.#options.post({ type: 'define', definition: shipped.definition });
    }
    return shipped;
  }

  #forget({ definition, held }: Shipped): void {
    this.#options.host.drop(held);
    this.#options.post({ type: 'forget', definition: definition.key });
  }
}
