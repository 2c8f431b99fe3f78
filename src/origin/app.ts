/** Where a page stands, and the id that its author may have given to what its sessions share. */
export interface Place {
  /** `location.protocol` of the page, e.g. `'https:'`. */
  readonly protocol: string;
  /** `location.pathname` of the page. */
  readonly pathname: string;
  /** The author's own id; sessions of different ids share nothing. */
  readonly id?: string | undefined;
}

/**
 * The app id that every lock and channel carries: the author's id, `'page'` without one. Some browsers let all files
 * on a disk share their locks and channels, so from disk the file's path is part of it.
 */
export function appId({ protocol, pathname, id = 'page' }: Place): string {
  return protocol === 'file:' ? `${id}@${pathname}` : id;
}
