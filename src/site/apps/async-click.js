import { Button, Row, StaticText, sleep } from 'heddle';

const button = new Button({ label: 'Click me!' });
const text = new StaticText({ value: 'Click more than once' });

button.onClick(async (event) => {
  text.value = `Running ${event.new}`;
  await sleep(2000);
  text.value = `Finished ${event.new}`;
});

new Row(button, text).servable();
