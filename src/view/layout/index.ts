import { ColumnView } from './column.ts';
import { RowView } from './row.ts';

export const layoutViews = { column: ColumnView, row: RowView };
