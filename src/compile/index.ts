export { compileApp, originOf, rewriteImports, runCompiled, type Scope } from './app.ts';
export { CompileError } from './error.ts';
export { findImports } from './imports.ts';
export { type Lift, loadLift } from './load-lift.ts';
export { createLocate } from './locate.ts';
export { createOrigin } from './origin.ts';
