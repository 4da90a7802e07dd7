/** Questions about a board's rows, all of them pure. */

import type { BoardView } from './bindings/BoardView';
import type { FailureView } from './bindings/FailureView';
import type { RowState } from './bindings/RowState';
import type { RowView } from './bindings/RowView';

/** Search appears above this many rows. */
const FEW = 8;

/** Problems that no code can mend: the key itself is missing, or a session's stands in its place. */
const NEEDS_KEY: ReadonlySet<string> = new Set(['no-key', 'temporary-source']);

/** Above this many rows, those out of sight cost more than they are worth. */
const LONG = 50;

interface Index {
  all: readonly RowView[];
  byName: ReadonlyMap<string, RowView>;
}

/** Of each board, which never changes once it is here: rows are looked up for every row that is drawn. */
const indexes = new WeakMap<BoardView, Index>();

function indexOf(board: BoardView): Index {
  const known = indexes.get(board);
  if (known !== undefined) return known;
  const all = board.rows.flatMap((row) => [row, ...row.roles]);
  // Of two rows with one name the first counts.
  const byName = new Map(all.toReversed().map((row) => [row.name, row]));
  const index = { all, byName };
  indexes.set(board, index);
  return index;
}

/** Every row, roles after their identity. */
export function allRows(board: BoardView): readonly RowView[] {
  return indexOf(board).all;
}

export function findRow(board: BoardView | null, name: string | null): RowView | null {
  if (board === null || name === null) return null;
  return indexOf(board).byName.get(name) ?? null;
}

/** Whether there are so many rows that those out of sight are left undrawn. */
export function isVeryLong(board: BoardView): boolean {
  return allRows(board).length > LONG;
}

/** Whether a person can sign in to this row at all. */
export function isOurs(row: RowView): boolean {
  return row.kind !== 'foreign';
}

/** Whether the row waits for a key rather than for a code. */
export function needsKey(row: RowView): boolean {
  return row.state === 'problem' && row.problem !== null && NEEDS_KEY.has(row.problem.code);
}

export function hasSession(row: RowView): boolean {
  return row.state === 'active' || row.state === 'ending-soon' || row.state === 'unknown-end';
}

/** The row whose code is wanted first. Rows come sorted by urgency. */
export function mostUrgent(board: BoardView): string | null {
  const identities = board.rows.filter((row) => row.kind === 'identity');
  const ready = identities.find((row) => !needsKey(row));
  return (ready ?? identities[0])?.name ?? null;
}

/** Nothing is set up: there is no row that this program could serve. */
export function isEmpty(board: BoardView): boolean {
  return !board.rows.some((row) => row.kind === 'identity');
}

/** Whether something in the files must be mended before this role can be assumed at all. */
export function isStuck(row: RowView): boolean {
  return row.kind === 'role' && row.state === 'problem';
}

export function isLong(board: BoardView): boolean {
  return allRows(board).length > FEW;
}

/** How far AWS's clock is ahead of this machine's, in milliseconds. */
export function driftOf(board: BoardView | null): number {
  return (board?.drift ?? 0) * 1000;
}

/** The state a row is in now: the clock may be ahead of the last event. */
export function stateNow(row: RowView, now: number, drift: number): RowState {
  const end = row.expires ?? row.latest;
  const over = end !== null && Date.parse(end) - drift <= now;
  return over && hasSession(row) ? 'ended' : row.state;
}

/**
 * The rows in the given order of names, new ones last.
 *
 * Rows keep their place while the popover is open, so that nothing moves under the pointer.
 */
export function inOrder(rows: readonly RowView[], order: readonly string[]): RowView[] {
  const place = new Map(order.map((name, index) => [name, index]));
  const rank = (row: RowView): number => place.get(row.name) ?? order.length;
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

function mentions(row: RowView, needle: string): boolean {
  return [row.name, row.account, row.principal, row.target, row.maker].some(
    (text) => text?.toLowerCase().includes(needle) ?? false,
  );
}

/** The rows that match a search: an identity that matches brings all its roles with it. */
export function matching(rows: readonly RowView[], search: string): RowView[] {
  const needle = search.trim().toLowerCase();
  if (needle === '') return [...rows];
  return rows.flatMap((row) => {
    if (mentions(row, needle)) return [row];
    const roles = row.roles.filter((role) => mentions(role, needle));
    return roles.length > 0 ? [{ ...row, roles }] : [];
  });
}

/** The names that arrow keys walk through, in the order in which they stand. */
export function selectable(rows: readonly RowView[]): string[] {
  return rows
    .flatMap((row) => [row, ...row.roles])
    .filter(isOurs)
    .map((row) => row.name);
}

/** The first row whose name begins with what was typed. */
export function beginningWith(names: readonly string[], typed: string): string | null {
  const start = typed.toLowerCase();
  return names.find((name) => name.toLowerCase().startsWith(start)) ?? null;
}

/** The name of an MFA device as its owner knows it: the last part of its ARN. */
export function deviceName(serial: string | null): string | null {
  if (serial === null) return null;
  const slash = serial.lastIndexOf('/');
  return slash >= 0 && slash < serial.length - 1 ? serial.slice(slash + 1) : serial;
}

/** The line that points a shell at a profile. */
export function exportLine(target: string): string {
  const plain = /^[\w./@:+-]+$/.test(target);
  return `export AWS_PROFILE=${plain ? target : `'${target.replaceAll("'", String.raw`'\''`)}'`}`;
}

/** A failure as plain text, for the clipboard. */
export function failureText(failure: FailureView): string {
  return [failure.message, failure.hint, failure.detail, failure.requestId, failure.code]
    .filter((line) => line !== null && line !== '')
    .join('\n');
}
