export { applyTheme } from './scheme.ts';
export { fromScript, setHome } from './script.ts';
export { designs } from './design.ts';
export { theme } from './theme.ts';
export { ViewTree } from './tree.ts';
