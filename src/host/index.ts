export { type AppName, type Connection, connectPage, connectWorker, type PageConnection } from './connection.ts';
export { offerDefaultSession } from './default.ts';
