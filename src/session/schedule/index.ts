export { ScheduledTasks } from './tasks.ts';
export type { NextDate, ScheduleOptions } from './times.ts';
