/** On what a method depends. */
export interface Dependency {
  /** Parameters (`'status'`), slots (`'tasks:bounds'`), parameters of an object held by a parameter (`'worker.name'`), other methods. */
  readonly on: readonly string[];
  /** Whether the method is called when one of them changes; `'queued'` lets what it sets wait until it has ended. Default false. */
  readonly watch?: boolean | 'queued';
  /** Whether the method is called once at the end of the constructor. Default false. */
  readonly onInit?: boolean;
}

/** Dependencies by the name of the method. A list is short for `{ on: list }`. */
export type Depends = Readonly<Record<string, Dependency | readonly string[]>>;

export function connectDepends(_obj: object, _cls: { readonly depends: Depends }): void {}
