export { GlobalTaskRunner } from './global.ts';
export { SessionTaskRunner } from './session.ts';
