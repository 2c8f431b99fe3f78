import { Button, Column, StaticText, sleep } from 'heddle';

const button = new Button({ label: 'Run the one-second job' });
const text = new StaticText({ value: 'Idle' });

function estimatePi(ms) {
  const end = performance.now() + ms;
  let darts = 0;
  let hits = 0;
  for (; performance.now() < end; darts++) {
    if (Math.hypot(Math.random(), Math.random()) < 1) hits++;
  }
  return (4 * hits) / darts;
}

button.onClick(async () => {
  text.value = 'Computing…';
  await sleep(50); // lets the page show that, then blocks this session
  text.value = `π ≈ ${estimatePi(1000).toFixed(5)}`;
});

new Column(button, text).servable();
