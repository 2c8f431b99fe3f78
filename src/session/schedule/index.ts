export { ScheduledTasks } from './tasks.ts';
export type { ScheduleOptions } from './times.ts';
