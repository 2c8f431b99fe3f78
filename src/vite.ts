import { loadLift } from './compile/index.ts';

/** What of a Vite plugin is used here, so that nobody needs Vite for its types. */
export interface HeddlePlugin {
  readonly name: string;
  transform(code: string, id: string): Promise<{ readonly code: string; readonly map: string } | undefined>;
}

/**
 * The Vite plugin: makes thread functions of those whose first statement is `'use thread'`. Their source is kept beside
 * them, as it is after types were removed and before anything is minified: on a thread they find the names that they were
 * written with. Fails the build, with the line, for what a thread could not do.
 */
export function heddle(): HeddlePlugin {
  return {
    name: 'heddle',
    async transform(code, id) {
      if (!/(['"])use thread\1/.test(code)) return undefined;
      const { lift, THREAD } = await loadLift();
      const file = id.replace(/\?.*$/, '').replace(/^.*\//, '');
      const lifted = lift(code, file, { keepSource: true });
      lifted?.prepend(`import { $thread as ${THREAD} } from 'heddle'; `);
      return (
        lifted && { code: lifted.toString(), map: lifted.generateMap({ source: id, includeContent: true, hires: 'boundary' }).toString() }
      );
    },
  };
}
