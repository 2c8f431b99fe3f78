export { applyTheme } from './scheme.ts';
export { fromScript, setHome } from './script.ts';
export { theme } from './theme.ts';
export { ViewTree } from './tree.ts';
