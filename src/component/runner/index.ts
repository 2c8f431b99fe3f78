export { GlobalTaskRunner, type GlobalTaskRunnerOptions } from './global.ts';
export { SessionTaskRunner, type SessionTaskRunnerOptions } from './session.ts';
