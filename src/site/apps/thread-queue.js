import { Button, Queue, Row, StaticText, Thread } from 'heddle';

const button = new Button({ label: 'Add an item' });
const text = new StaticText({ value: 'Queue empty' });
const queue = new Queue();

// Throws darts at a circle for so long, and blocks its thread meanwhile.
function estimatePi(ms) {
  const end = performance.now() + ms;
  let darts = 0;
  let hits = 0;
  for (; performance.now() < end; darts++) {
    if (Math.hypot(Math.random(), Math.random()) < 1) hits++;
  }
  return (4 * hits) / darts;
}

new Thread(
  async ({ queue, text, estimatePi }) => {
    for (;;) {
      const item = await queue.get();
      text.value = `Processing item ${item}, ${queue.size} left in queue`;
      estimatePi(1000);
      if (queue.empty) text.value = `Queue empty after item ${item}`;
    }
  },
  { queue, text, estimatePi },
  { name: 'grinder' },
).start();

button.onClick((event) => queue.put(event.new));
new Row(button, text).servable();
