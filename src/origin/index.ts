export { appId } from './app.ts';
export { Caches, type Reach } from './cache/caches.ts';
export type { CacheEvent, SharedMap } from './cache/map.ts';
export { digest } from './cache/digest.ts';
export { contentOf } from './cache/content.ts';
export { POLICIES, type Policy, type Rule } from './cache/policy.ts';
export type { Loop } from './loop.ts';
export { Loops } from './loops.ts';
