import { Button, Condition, IntInput, Row, StaticText, Thread } from 'heddle';

const button = new Button({ label: 'Bring a spool' });
const spools = new IntInput({ label: 'Spools', value: 0, disabled: true });
const text = new StaticText({ value: 'Waiting for three spools' });
const store = new Condition();

function weave(ms) {
  const end = performance.now() + ms;
  let picks = 0;
  while (performance.now() < end) picks++;
  return picks;
}

new Thread(
  async ({ store, spools, text, weave }) => {
    for (let cloth = 1; ; cloth++) {
      await store.acquire();
      await store.waitFor(() => spools.value >= 3);
      spools.value -= 3;
      await store.release();
      text.value = `Weaving cloth ${cloth}`;
      weave(1000);
      text.value = `Cloth ${cloth} is done`;
    }
  },
  { store, spools, text, weave },
  { name: 'weaver' },
).start();

button.onClick(async () => {
  await store.acquire();
  spools.value += 1;
  await store.notify();
  await store.release();
});

new Row(button, spools, text).servable();
