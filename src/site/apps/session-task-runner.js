import { Button, Column, SessionTaskRunner } from 'heddle';

function busy(ms) {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) turns++;
  return turns;
}

const runner = new SessionTaskRunner({
  worker: (task) => `${task}: ${busy(1000).toLocaleString('en')} turns`,
  uses: { busy },
});

let tasks = 0;
const button = new Button({
  label: 'Add Task',
  color: 'primary',
  onClick: () => runner.append(`Task ${++tasks}`),
});

new Column(button, runner).servable();
