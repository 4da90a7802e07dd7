/** A new board seldom says anything new of most of its rows: what stayed the same need not be drawn. */

import type { BoardView } from './bindings/BoardView';
import type { RowView } from './bindings/RowView';
import { findRow } from './rows';

/** The board with the very rows of the one before, where those say the same. */
export function keepingRows(before: BoardView | null, incoming: BoardView): BoardView {
  if (before === null) return incoming;
  const kept = (row: RowView): RowView => {
    const roles = row.roles.map(kept);
    const known = findRow(before, row.name);
    return known !== null && saysTheSame(known, row) ? known : { ...row, roles };
  };
  return { ...incoming, rows: incoming.rows.map(kept) };
}

/** Both come from the same program, which names a row's fields in the same order. */
function saysTheSame(one: RowView, other: RowView): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
