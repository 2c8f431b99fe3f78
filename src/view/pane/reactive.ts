import { ColumnView } from '../layout/column.ts';

/** Shows what a reference has given last; below it, where there is one, the error of its newest run. */
export class ReactiveView extends ColumnView {}
