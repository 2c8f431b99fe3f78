import { expect } from 'chai';
import type { HeddleApp } from '../../../src/embed/index.ts';
import { open, textOf, until } from '../embed/stage.ts';

const apps: HeddleApp[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.remove();
});

/** Runs an app in a worker of its own, and gives what it shows when it matches. */
async function shows(code: string, pattern: RegExp, attributes: Record<string, string> = {}): Promise<string> {
  const { app, errors } = open(code, attributes);
  apps.push(app);
  return until(() => {
    if (errors[0]) throw new Error(errors[0].message);
    return pattern.exec(textOf(app))?.[0];
  });
}

let count = 0;
const freshKey = (): string => `visits-${Date.now()}-${count++}`;

/** Counts its visits as one does in Panel, and shows them when all others can see them. */
const counting = (key: string): string => `
  import { state, Str } from 'heddle';
  if (!state.cache.has('${key}')) state.cache.set('${key}', 0);
  state.cache.set('${key}', state.cache.get('${key}') + 1);
  const visits = state.cache.get('${key}');
  await state.cache.update('written', () => true);
  new Str('visits ' + visits).servable();`;

describe('state.cache in an app', () => {
  it('holds what other sessions have set when the app’s code begins', async () => {
    const key = freshKey();
    for (const visits of [1, 2, 3]) expect(await shows(counting(key), /visits \S+/)).to.equal(`visits ${visits}`);
  });

  it('holds it in an app that runs in the page, too', async () => {
    const key = freshKey();
    await shows(counting(key), /visits 1/);
    expect(await shows(counting(key), /visits \S+/, { run: 'page' })).to.equal('visits 2');
  });

  it('is another one for code that gives its app a name, whatever others share', async () => {
    const key = freshKey();
    await shows(counting(key), /visits 1/);
    const name = `named-${key}`;
    const named = `import { configure } from 'heddle'; configure({ app: '${name}' }); ${counting(key)}`;
    expect(await shows(named, /visits \S+/)).to.equal('visits 1');
    const later = `import { configure } from 'heddle'; configure({ app: '${name}' });
      import { state } from 'heddle'; await state.cache.ready; ${counting(key).replace('state, ', '')}`;
    expect(await shows(later, /visits \S+/)).to.equal('visits 2');
    const { held = [] } = await navigator.locks.query();
    expect(held.filter(({ name: lock }) => decodeURIComponent(lock!).includes(name))).to.have.length(2);
  });
});
