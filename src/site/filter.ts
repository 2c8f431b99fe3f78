import { mount } from 'heddle';
import { entries, type Topic } from './catalogue.ts';
import { byId } from './dom.ts';

const topics: readonly Topic[] = [...new Set(entries.map((entry) => entry.topic))];

/** Which apps of the gallery show: a Heddle app in the page. */
export async function chooseTopic(place: HTMLElement): Promise<void> {
  await mount(
    place,
    ({ Select }) => {
      const topic = new Select({ label: 'Show', options: ['All apps', ...topics], value: 'All apps', width: 220 });
      topic.param.watch((event) => show(String(event.new)), 'value');
      topic.servable();
    },
    { run: 'page', name: 'topics' },
  );
}

function show(topic: string): void {
  for (const entry of entries) byId(entry.id).hidden = topic !== 'All apps' && topic !== entry.topic;
}
