export { Component, type ServableOptions } from './component.ts';
export * from './indicator/index.ts';
export * from './layout/index.ts';
export * from './pane/index.ts';
export * from './runner/index.ts';
export { Viewer } from './viewer.ts';
export * from './widget/index.ts';
