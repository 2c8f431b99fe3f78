import { ColumnView } from '../layout/column.ts';

/** Shows whatever a reference has given last; a generator may have given several things. */
export class ReactiveView extends ColumnView {}
