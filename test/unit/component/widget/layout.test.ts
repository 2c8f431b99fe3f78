import { describe, expect, it } from 'vitest';
import { Button, Column, IntSlider, type Markdown, Row, StaticText, Viewer } from '../../../../src/component/index.ts';
import { rx } from '../../../../src/param/index.ts';
import { inSession } from './harness.ts';

function open() {
  const { bound } = inSession();
  return { Column: bound(Column), Row: bound(Row), Button: bound(Button), IntSlider: bound(IntSlider) };
}

describe('a layout', () => {
  it('takes its children, and a plain object at the end as options', () => {
    const { Column, Button } = open();
    const [a, b] = [new Button(), new Button()];
    const column = new Column(a, b, { width: 300 });
    expect([column.objects, column.width]).toEqual([[a, b], 300]);
    expect(new Column({ width: 200 }).objects).toEqual([]);
    expect(new Column(a).width).toBe(null);
  });

  it('follows a reference for its children on when it has made components of them', () => {
    const { Column } = open();
    const lines = rx(['a']);
    const column = new Column({ children: lines });
    lines.set(['a', 'b']);
    lines.set(['a', 'b', 'c']);
    expect(column.objects.map((child) => (child as Markdown).object)).toEqual(['a', 'b', 'c']);
  });

  it('is a list', () => {
    const { Row, Button } = open();
    const [a, b, c, d] = [new Button(), new Button(), new Button(), new Button()];
    const row = new Row(a);
    row.append(b);
    row.extend([c]);
    row.insert(0, d);
    expect(row.objects).toEqual([d, a, b, c]);
    expect(row.pop()).toBe(c);
    expect(row.pop(0)).toBe(d);
    row.remove(a);
    expect([row.objects, row.length]).toEqual([[b], 1]);
    row.clear();
    expect(row.objects).toEqual([]);
  });

  it('says what is not in it', () => {
    const { Row, Button } = open();
    const row = new Row();
    expect(() => row.pop()).toThrow('Row.pop: there is no child at -1; there are 0.');
    expect(() => row.remove(new Button())).toThrow('Row.remove: the object is no child.');
  });

  it('refuses what contains it, and stays as it was', () => {
    const { Column, Row } = open();
    const row = new Row();
    const column = new Column('text', row);
    const before = column.objects;
    const rule = "'Column.children' must not contain their own parent, not [a Column]";
    expect(() => (column.objects = [column])).toThrow(rule);
    expect(column.objects).toEqual(before);
    expect(() => row.append(column)).toThrow("'Row.children' must not contain their own parent, not [a Column]");
    expect(row.objects).toEqual([]);
  });

  it('stays as it was when a child can not be shown', () => {
    const { Column } = open();
    const broken = new (class extends Viewer {
      view(): never {
        throw new Error('nothing to see');
      }
    })();
    const column = new Column('text');
    const before = column.objects;
    expect(() => column.append(broken)).toThrow('nothing to see');
    expect(column.objects).toEqual(before);
  });

  it('shows whatever is no component by the pane that fits, also when it is assigned', () => {
    const { Column } = open();
    const column = new Column('*text*', 3);
    expect(column.objects.map((child) => child.constructor.name)).toEqual(['Markdown', 'Str']);
    column.objects = ['other'];
    expect(column.objects.map((child) => child.constructor.name)).toEqual(['Markdown']);
  });

  it('gives its children the session that it has', () => {
    const { Column } = open();
    const column = new Column('text');
    expect(column.objects[0]?.session).toBe(column.session);
  });

  it('is searched by select, and copied by clone', () => {
    const { Column, Row, Button } = open();
    const [a, b] = [new Button(), new Button()];
    const column = new Column(a, new Row(b, 'text'), { width: 100 });
    expect(column.select(Button)).toEqual([a, b]);
    const copy = column.clone({ width: 50 });
    expect([copy.objects, copy.width]).toEqual([column.objects, 50]);
  });
});

describe('a margin', () => {
  it('is a number or up to four, as CSS has them', () => {
    const { Button } = open();
    const button = new Button({ margin: [4, 8] });
    for (const margin of [0, -4, [1], [1, 2, 3, 4], null]) expect((button.margin = margin)).toBe(button.margin);
    for (const margin of ['a', NaN, [], [1, 'x'], [1, 2, 3, 4, 5], {}])
      expect(() => (button.margin = margin as never)).toThrow("'Button.margin' must be a number, or a list of one to four, not ");
    expect(button.margin).toBe(null);
  });
});

describe('link', () => {
  it('sets a parameter of one component to that of another', () => {
    const { IntSlider } = open();
    const text = new (inSession().bound(StaticText))();
    const slider = new IntSlider({ end: 10 });
    slider.param.link(text, { value: 'value' });
    slider.value = 3;
    expect(text.text).toBe('3');
  });
});
