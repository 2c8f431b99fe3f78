export { setBokehUrl } from './pane/index.ts';
export { ModelRecord, type Change } from './record.ts';
export { registerView, type ViewClass, type ViewTable } from './registry.ts';
export { applyTheme, type Theme } from './scheme.ts';
export { theme } from './theme.ts';
export { ViewTree } from './tree.ts';
export { isModelRef, View, type CommonValues } from './view.ts';
