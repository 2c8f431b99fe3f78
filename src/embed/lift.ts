import { loadLift } from '../compile/index.ts';
import type { AppSource } from '../session/index.ts';

/** The app with thread functions in place of those that say 'use thread'. The parser is loaded for apps that have them. */
export async function liftThreads(app: AppSource): Promise<AppSource> {
  if (!/(['"])use thread\1/.test(app.text)) return app;
  const { lift } = await loadLift();
  const lifted = lift(app.text, app.name);
  return lifted ? { ...app, text: lifted.toString() } : app;
}
