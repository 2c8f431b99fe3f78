export { setBokehUrl } from './pane/index.ts';
export { applyTheme } from './scheme.ts';
export { theme } from './theme.ts';
export { ViewTree } from './tree.ts';
