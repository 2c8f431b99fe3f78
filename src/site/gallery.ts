import { appWithSource } from './app.ts';
import type { Entry } from './catalogue.ts';
import { h } from './dom.ts';

/** An entry of the gallery: words and the live app on one side, its source on the other. */
export function card({ id, topic, title, text, sources }: Entry): HTMLElement {
  const pairs = sources.map((source, index) => appWithSource(source, sources.length > 1 ? `${title}, ${index + 1}` : title));
  return h(
    'article',
    { id, class: sources.length > 1 ? 'card wide' : 'card', 'aria-labelledby': `${id}-title` },
    h(
      'div',
      { class: 'words' },
      h('p', { class: 'topic' }, topic),
      h('h3', { id: `${id}-title` }, title),
      h('p', {}, text),
      h('div', { class: 'stages' }, ...pairs.map((pair) => pair.stage)),
    ),
    h('div', { class: 'sources' }, ...pairs.map((pair) => pair.editor)),
  );
}
