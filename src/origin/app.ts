/** Where a page stands, and the name that its author may have given to what its sessions share. */
export interface Place {
  /** `location.protocol` of the page, e.g. `'https:'`. */
  readonly protocol: string;
  /** `location.pathname` of the page. */
  readonly pathname: string;
  /** The author's own name; sessions of different names share nothing. */
  readonly name?: string | undefined;
}

/**
 * The app id that every lock, channel and database of an origin carries. By default it is the folder of the page, so
 * that the projects of a shared host do not meet by accident, and `/tool/` is `/tool/index.html`. A name stands for all
 * pages of the origin that give it. Some browsers let all files on a disk share their locks and channels, and a
 * folder of downloads is no app: from disk the file's own path is part of it.
 */
export function appId({ protocol, pathname, name }: Place): string {
  if (protocol === 'file:') return name === undefined ? pathname : `${name}@${pathname}`;
  return name ?? pathname.slice(0, pathname.lastIndexOf('/') + 1);
}
