import { Button, Row, StaticText, sleep } from 'heddle';

const block = new Button({ label: 'Block a worker for two seconds' });
const text = new StaticText({ value: 'This app is idle' });

block.onClick(async () => {
  text.value = 'This app computes and cannot answer';
  await sleep(50);
  const end = performance.now() + 2000;
  let turns = 0;
  while (performance.now() < end) turns++;
  text.value = `Done: ${turns.toLocaleString('en')} turns`;
});

new Row(block, text).servable();
