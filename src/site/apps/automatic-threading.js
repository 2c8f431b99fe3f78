import { Button, Column, StaticText, configure, thread } from 'heddle';

configure({ nthreads: 2 });

const button = new Button({ label: 'Block a thread for two seconds' });
const odd = new StaticText({ label: 'Odd clicks', value: 'none yet' });
const even = new StaticText({ label: 'Even clicks', value: 'none yet' });

function estimatePi(ms) {
  const end = performance.now() + ms;
  let darts = 0;
  let hits = 0;
  for (; performance.now() < end; darts++) {
    if (Math.hypot(Math.random(), Math.random()) < 1) hits++;
  }
  return (4 * hits) / darts;
}

const work = thread(
  (event) => {
    const text = event.new % 2 ? odd : even;
    text.value = `Click ${event.new} is running`;
    const pi = estimatePi(2000);
    text.value = `Click ${event.new} found π ≈ ${pi.toFixed(4)}`;
  },
  { uses: { estimatePi, odd, even } },
);

button.onClick(work);
new Column(button, odd, even).servable();
