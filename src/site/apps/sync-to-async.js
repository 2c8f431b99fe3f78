import { Button, Column, LoadingSpinner, bind, thread } from 'heddle';

const button = new Button({ label: 'Estimate π' });

const estimatePi = thread((ms) => {
  const end = performance.now() + ms;
  let darts = 0;
  let hits = 0;
  for (; performance.now() < end; darts++) {
    if (Math.hypot(Math.random(), Math.random()) < 1) hits++;
  }
  return (4 * hits) / darts;
});

async function* estimate(clicks, { signal }) {
  if (clicks === 0) {
    yield 'Nothing computed yet';
    return;
  }
  yield new LoadingSpinner({ value: true, size: 32, label: 'Throwing darts…' });
  const pi = await estimatePi.with({ signal })(2000);
  yield `Estimate ${clicks}: π ≈ ${pi.toFixed(5)}`;
}

new Column(button, bind(estimate, button.param.clicks)).servable();
