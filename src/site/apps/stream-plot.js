import { Bokeh, ColumnDataSource, figure } from 'heddle';
import { Button, Column, Row, StaticText, sleep, withLock } from 'heddle';

const button = new Button({ label: 'Five more points' });
const count = new StaticText({ label: 'Points', value: '1' });

const walk = new ColumnDataSource({ data: { x: [0], y: [0] } });
const plot = figure({ height: 260, sizing_mode: 'stretch_width' });
plot.line({ field: 'x' }, { field: 'y' }, { source: walk, line_width: 2 });

const stream = withLock(async () => {
  await sleep(1000);
  const last = walk.data.x.at(-1);
  let height = walk.data.y.at(-1);
  const steps = [1, 2, 3, 4, 5];
  walk.stream({
    x: steps.map((step) => last + step),
    y: steps.map(() => (height += Math.random() - 0.5)),
  });
  count.value = String(walk.data.x.length);
});

button.param.watch(stream, 'clicks');
new Column(new Row(button, count), new Bokeh(plot)).servable();
