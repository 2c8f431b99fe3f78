import type { Intake } from '../../../src/link/index.ts';
import { ViewTree } from '../../../src/view/tree.ts';

// BokehJS resizes itself in answer to a resize, which browsers report as an error although they go on with it in the next frame.
addEventListener('error', (event) => String(event.message).startsWith('ResizeObserver loop') && event.stopImmediatePropagation(), {
  capture: true,
});

export interface Stage {
  readonly root: ShadowRoot;
  readonly tree: ViewTree;
  /** Events that views sent to their components: `[id, event, detail]`. */
  readonly events: readonly (readonly [number, string, unknown])[];
  /** The element of the first root. */
  readonly view: HTMLElement & { readonly renderRoot: ShadowRoot; readonly updateComplete: Promise<boolean> };
  end(): void;
}

/** What every component's view gets besides its own values. */
export const common = { visible: true, width: null, height: null, margin: null, loading: false };

/** A view tree on the page, with the pane of `type` as its only root. `records` are created before it, ids from 2 on. */
export async function show(
  type: string,
  values: object,
  records: readonly (readonly [type: string, values: object])[] = [],
): Promise<Stage> {
  const host = document.createElement('div');
  host.style.width = '800px';
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const events: [number, string, unknown][] = [];
  const intake: Intake = { edit: () => {}, event: (id, event, detail) => void events.push([id, event, detail]) };
  const tree = new ViewTree(root, intake);
  records.forEach(([recordType, recordValues], index) => tree.create(index + 2, recordType, recordValues as Record<string, unknown>));
  tree.create(1, type, { ...common, ...values });
  tree.roots([{ id: 1 }]);
  await tree.drawn();
  return {
    root,
    tree,
    events,
    view: tree.element({ $model: 1 }) as Stage['view'],
    end() {
      tree.dispose();
      host.remove();
    },
  };
}

/** Waits until `condition` holds; the runner's own time limit says when that takes too long. */
export async function until<T>(condition: () => T | undefined | null | false): Promise<T> {
  for (;;) {
    const value = condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10)); // a frame may never come: other tests' pages hide this one
  }
}
