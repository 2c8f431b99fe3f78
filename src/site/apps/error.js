import { Button, IntSlider, Row } from 'heddle';

const n = new IntSlider({ label: 'n', start: 0, end: 10, value: 3 });
const button = new Button({ label: 'Set n to 11' });

button.onClick(() => {
  n.value = 11;
});

new Row(n, button).servable();
