export { compileApp, runCompiled, type Scope } from './app.ts';
export { CompileError } from './error.ts';
