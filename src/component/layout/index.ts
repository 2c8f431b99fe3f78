import { ListLayout } from './list.ts';

/** Children below each other. */
export class Column extends ListLayout {
  static override readonly view = 'column';
}

/** Children beside each other. */
export class Row extends ListLayout {
  static override readonly view = 'row';
}
