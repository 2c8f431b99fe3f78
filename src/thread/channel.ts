/** One ordered way between two sides; `signal` aborts when it is closed. */
export interface Channel<Out, In> {
  /** `transfer` lists what in the message moves instead of being cloned. */
  post(message: Out, transfer?: readonly Transferable[]): void;
  /** Messages that came before the first listener are kept for it. */
  listen(receive: (message: In) => void): void;
  readonly signal: AbortSignal;
}
