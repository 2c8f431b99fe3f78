/** An object with a method of this name stands for the reference that the method returns: a widget for its `value`. */
export const REF: unique symbol = Symbol.for('heddle.ref') as never;

/** An object with a method of this name crosses to threads as a live handle: one with parameters, or a parameter. */
export const SHARE: unique symbol = Symbol.for('heddle.share') as never;

/**
 * A `Parameterized` may say, by a method of this name, by which parameters some of the values that are about to be set
 * together are checked. It gets these values, and throws where they contradict each other.
 */
export const RULES: unique symbol = Symbol.for('heddle.rules') as never;

/** A `Parameterized` takes over the asynchronous work that its parameters start, by a method of this name. */
export const ASYNC: unique symbol = Symbol.for('heddle.async') as never;
