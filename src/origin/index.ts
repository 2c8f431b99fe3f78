export { appId } from './app.ts';
export type { Loop } from './loop.ts';
export { Loops } from './loops.ts';
