/**
 * What an app imports from `heddle`. Nothing here needs a DOM. In an app these names are bound to its session
 * (namespace.ts); imported by a page's own modules, they belong to the page's own session.
 */
export * from './component/index.ts';
export * from './param/index.ts';
export { asCompleted, wait } from './thread/index.ts';
