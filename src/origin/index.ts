export { appId, type Place } from './app.ts';
export { Channel } from './channel.ts';
export { Leader, type Body } from './leader.ts';
export type { Loop, LoopOptions } from './loop.ts';
export { Loops } from './loops.ts';
