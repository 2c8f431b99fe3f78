export { Persisted, type PersistOptions } from './persist.ts';
export { type StoreKind, Stores } from './stores.ts';
