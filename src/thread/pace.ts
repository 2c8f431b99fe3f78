/** What a run counts as by how long it takes, in milliseconds: tasks expected to be shorter than this travel together. */
export const SHORT = 1;
/** A thread is deaf for no longer than this, unless one task takes longer; and after one that does, short ones are slow. */
export const SLOW = 4;
/** Behind what takes longer nothing should wait. */
export const LONG = 20;
/** So many tasks that are not short may wait on a thread for those before them. */
export const BEHIND = 10;
