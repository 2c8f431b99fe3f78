import { type AppSource, type Session } from './session/index.ts';
import { compileApp, createLocate, runCompiled } from './compile/index.ts';
import { whyNoFile, whyNotLoaded } from './thread/index.ts';
import { createNamespace } from './namespace.ts';

/** Runs the text of an app in a session. What it imports from `heddle` is bound to that session. */
export async function runApp({ text, name, url }: AppSource, session: Session): Promise<void> {
  const heddle = createNamespace(session);
  const code = compileApp(text, name);
  session.pool.locate = createLocate(code, name);
  await runCompiled(code, {
    async import(specifier, names = []) {
      const module = specifier === 'heddle' ? heddle : await load(specifier, url);
      const missing = names.find((wanted) => !(wanted in module));
      if (missing !== undefined) throw new SyntaxError(`Module '${specifier}' has no export named '${missing}'.`);
      return module;
    },
    meta: { url },
    thread: heddle.$thread,
  });
}

async function load(specifier: string, base: string): Promise<object> {
  if (!/^(\.{0,2}\/|[a-z]+:)/.test(specifier)) {
    throw new TypeError(`Module '${specifier}' cannot be found: an app imports from 'heddle' and from addresses.`);
  }
  const { href } = new URL(specifier, base);
  try {
    return (await import(/* @vite-ignore */ href)) as object;
  } catch (cause) {
    const Refusal = cause instanceof SyntaxError ? SyntaxError : TypeError;
    const why = href.startsWith('file:') ? whyNoFile("bundle it with the app by 'npx heddle bundle'") : whyNotLoaded(cause);
    throw new Refusal(`Module '${href}' cannot be loaded: ${why}`, { cause });
  }
}
