import { Button, Column, Progress, Row, StaticText, state } from 'heddle';

const bar = new Progress({ label: 'This minute', value: 0, max: 60 });
const text = new StaticText({ value: 'Stopped' });

let ticks = 0;
const clock = state.addPeriodicCallback(
  () => {
    ticks += 1;
    bar.value = new Date().getSeconds();
    text.value = `Tick ${ticks}`;
  },
  { period: 250, start: false },
);

const start = new Button({ label: 'Start', color: 'primary' });
const stop = new Button({ label: 'Stop' });

start.onClick(() => clock.start());
stop.onClick(() => {
  clock.stop();
  text.value = `Stopped after ${ticks} ticks`;
});

new Column(new Row(start, stop), text, bar).servable();
