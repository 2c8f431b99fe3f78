import type MagicString from 'magic-string';
import { createOrigin, loadLift } from './compile/index.ts';

/** What of Vite's plugins is used here, so that nobody needs Vite for its types. */
export interface HeddlePlugin {
  readonly name: string;
  transform(this: PluginContext, code: string, id: string): Promise<{ readonly code: string; readonly map: string } | undefined>;
}

interface PluginContext {
  getCombinedSourcemap(): { readonly mappings: string };
}

/**
 * The Vite plugin: makes thread functions of those whose first statement is `'use thread'`. Their source, and that of what
 * else is given to threads, is kept beside them, as it is after types were removed and before anything is minified: on a
 * thread they find the names that they were written with. Fails the
 * build, with the line, for what a thread could not do.
 */
export function heddle(): HeddlePlugin {
  return {
    name: 'heddle',
    async transform(code, id) {
      if (!/(['"])use thread\1|\bfrom\s*(['"])heddle\2/.test(code)) return undefined;
      const text = await lifted(code, id, this);
      if (!text) return undefined;
      return { code: text.toString(), map: text.generateMap({ source: id, includeContent: true, hires: 'boundary' }).toString() };
    },
  };
}

async function lifted(code: string, id: string, context: PluginContext): Promise<MagicString | undefined> {
  const { lift, THREAD } = await loadLift();
  const origin = createOrigin(context.getCombinedSourcemap().mappings);
  const text = lift(code, fileOf(id), { keepSource: true, origin });
  return text?.prepend(`import { $thread as ${THREAD} } from 'heddle'; `);
}

function fileOf(id: string): string {
  return id.replace(/\?.*$/, '').replace(/^.*\//, '');
}
