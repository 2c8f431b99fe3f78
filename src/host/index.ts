export { type AppName, type Connection, connectPage, connectWorker, type PageConnection } from './connection.ts';
export { offerDefaultSession } from './default.ts';
export { type Page, page } from './page.ts';
export type { SessionRecord } from './record.ts';
