/** One end of an ordered way between two sides. */
export interface Channel<Out, In> {
  /** `transfer` lists what in the message moves instead of being cloned. */
  post(message: Out, transfer?: Transferable[]): void;
  /** Sets who gets the messages of the other end. Those that came before are handed over in order. */
  listen(receive: (message: In) => void): void;
}
