/** What the page knows and how it changes: a pure reducer. */

import type { BoardView } from './bindings/BoardView';
import type { FailureView } from './bindings/FailureView';
import type { RowView } from './bindings/RowView';
import { type Errand, type ErrandChange, onOpening, type Outcome, reduceErrand } from './errand';
import { hear, type Saying } from './hearing';
import { omit } from './omit';
import { findRow, hasSession, inOrder, isLong, matching, mostUrgent } from './rows';
import { keepingRows } from './same-rows';
import { editing, type Form, formsOnOpening, type Standing } from './standing';

/** A short answer shown in a row. */
export type Note =
  'copied' | 'copied-environment' | 'opening' | 'saved' | 'testing' | { arn: string };

export interface State {
  readonly board: BoardView | null;
  /** Why the board could not be had. */
  readonly trouble: FailureView | null;
  /** The row whose field is open. */
  readonly selected: string | null;
  /** A row asked for before the board had it. */
  readonly wanted: string | null;
  /** The order in which rows stood when the popover opened. */
  readonly order: readonly string[];
  readonly pinned: boolean;
  readonly adding: Standing;
  /** The name that the form begins with. */
  readonly addingName: string;
  readonly settings: Standing;
  readonly editing: Standing;
  /** The row whose settings the form is about. */
  readonly editingName: string;
  readonly search: string;
  /** Rows whose sign-in this page is waiting for. */
  readonly busy: readonly string[];
  /** The row that has just been signed in. */
  readonly done: string | null;
  readonly failures: Readonly<Record<string, FailureView>>;
  readonly notes: Readonly<Record<string, Note>>;
  /** The row whose actions are shown. */
  readonly menu: string | null;
  /** The row whose key is about to be removed. */
  readonly removing: string | null;
  /** The row whose next sign-in also writes over another program's session. */
  readonly takingOver: string | null;
  /** A change of the file that is looked at in place of the rows. */
  readonly errand: Errand | null;
  /** What came of the last errand. */
  readonly outcome: Outcome | null;
  readonly said: readonly Saying[];
}

export type Change =
  | { type: 'board'; board: BoardView }
  | { type: 'trouble'; failure: FailureView }
  | { type: 'open'; name: string | null; settings: boolean; holding: readonly Form[] }
  | { type: 'select'; name: string | null }
  | { type: 'submit'; name: string }
  | { type: 'done'; name: string }
  | { type: 'failed'; name: string; failure: FailureView }
  | { type: 'note'; name: string; note: Note | null }
  | { type: 'menu'; name: string | null }
  | { type: 'removing'; name: string | null }
  | { type: 'take-over'; name: string | null }
  | { type: 'errand'; change: ErrandChange }
  | { type: 'search'; text: string }
  | { type: 'adding'; adding: 'closed' }
  | { type: 'adding'; adding: 'open'; name: string | null }
  | { type: 'added'; name: string }
  | { type: 'settings'; open: boolean }
  | { type: 'edit'; name: string | null }
  | { type: 'pinned'; pinned: boolean };

const FOREIGN_OWNER = 'foreign-owner';

export const initial: State = {
  board: null,
  trouble: null,
  selected: null,
  wanted: null,
  order: [],
  pinned: false,
  adding: 'closed',
  addingName: '',
  settings: 'closed',
  editing: 'closed',
  editingName: '',
  search: '',
  busy: [],
  done: null,
  failures: {},
  notes: {},
  menu: null,
  removing: null,
  takingOver: null,
  errand: null,
  outcome: null,
  said: [],
};

export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case 'board':
      return withBoard(state, change.board);
    case 'trouble':
      return { ...state, trouble: change.failure };
    case 'open':
      return opened(state, change);
    case 'select':
      return select(state, change.name);
    case 'submit':
      return {
        ...state,
        busy: [...without(state.busy, change.name), change.name],
        failures: omit(state.failures, change.name),
        notes: omit(state.notes, change.name),
        done: null,
        menu: null,
        outcome: null,
        said: [],
      };
    case 'done':
      return {
        ...state,
        busy: without(state.busy, change.name),
        selected: state.selected === change.name ? null : state.selected,
        done: change.name,
      };
    case 'failed':
      return failed(state, change.name, change.failure);
    case 'note':
      return {
        ...state,
        notes:
          change.note === null
            ? omit(state.notes, change.name)
            : { ...state.notes, [change.name]: change.note },
      };
    case 'menu':
      return { ...state, menu: change.name, removing: null, outcome: null };
    case 'removing':
      return { ...state, removing: change.name };
    case 'take-over':
      return { ...state, takingOver: change.name };
    case 'errand':
      return {
        ...state,
        errand: reduceErrand(state.errand, change.change),
        menu: null,
        outcome: change.change.type === 'end' ? change.change.outcome : null,
        said: [],
      };
    case 'search':
      return { ...state, search: change.text };
    case 'adding':
      return change.adding === 'closed'
        ? { ...state, adding: 'closed', addingName: '' }
        : { ...state, adding: 'open', addingName: change.name ?? '', menu: null };
    case 'added': {
      // The board may not have the row yet: then it is opened as soon as it comes.
      const known = findRow(state.board, change.name)?.name ?? null;
      const closed: State = { ...state, adding: 'closed', addingName: '' };
      return select({ ...closed, wanted: known === null ? change.name : null }, known);
    }
    case 'settings':
      return { ...state, settings: change.open ? 'open' : 'closed', menu: null };
    case 'edit':
      return { ...state, ...editing(state, change.name), menu: null };
    case 'pinned':
      return { ...state, pinned: change.pinned };
  }
}

/** The rows in the order of the page's opening. */
export function orderedRows({ board, order }: State): RowView[] {
  return board === null ? [] : inOrder(board.rows, order);
}

/** The rows as they stand on the page: only what was sought. */
export function shownRows(state: State): RowView[] {
  const { board, search } = state;
  const rows = orderedRows(state);
  return board !== null && isLong(board) ? matching(rows, search) : rows;
}

/** Whether a sign-in to this row is on its way, whoever asked for it. */
export function isBusy(state: State, name: string): boolean {
  return state.busy.includes(name) || findRow(state.board, name)?.state === 'signing-in';
}

/** Why the last try of this row failed, or why the row cannot work. */
export function failureOf(state: State, name: string): FailureView | null {
  if (isBusy(state, name)) return null;
  const failure = state.failures[name] ?? findRow(state.board, name)?.problem ?? null;
  // Who has chosen to write over the other program's session has answered this one.
  return state.takingOver === name && failure?.code === FOREIGN_OWNER ? null : failure;
}

/** Whether a sign-in was refused because another program's session stands there. */
export function mayTakeOver(state: State, name: string): boolean {
  // The board knows only refused sign-ins; the end of a session may be refused for this too.
  const refused = findRow(state.board, name)?.problem?.code === FOREIGN_OWNER;
  return refused && failureOf(state, name)?.code === FOREIGN_OWNER;
}

function select(state: State, name: string | null): State {
  const same = state.selected === name;
  return {
    ...state,
    selected: name,
    menu: null,
    removing: null,
    takingOver: same ? state.takingOver : null,
    outcome: null,
    done: null,
  };
}

function withBoard(state: State, published: BoardView): State {
  const incoming = keepingRows(state.board, published);
  // A change of world, such as the start of the demo account, is a new beginning.
  const first = state.board?.demo !== incoming.demo;
  const order = first
    ? incoming.rows.map((row) => row.name)
    : [
        ...state.order,
        ...incoming.rows.map((row) => row.name).filter((name) => !state.order.includes(name)),
      ];
  const heard = first ? [] : [...hear(state.board, incoming)];
  const next: State = {
    ...state,
    board: incoming,
    order,
    trouble: null,
    failures: stillTrue(state, incoming),
    said: heard.length > 0 ? heard : state.said,
  };
  const wanted = findRow(incoming, state.wanted)?.name ?? null;
  if (wanted !== null) return { ...next, selected: wanted, wanted: null };
  const lost = state.selected !== null && findRow(incoming, state.selected) === null;
  const hadNone = state.board !== null && mostUrgent(state.board) === null;
  return first || lost || hadNone ? { ...next, selected: mostUrgent(incoming) } : next;
}

/** A failure is forgotten as soon as its row has a newer session. */
function stillTrue(state: State, board: BoardView): State['failures'] {
  return Object.fromEntries(
    Object.entries(state.failures).filter(([name]) => {
      const after = findRow(board, name);
      if (after === null) return false;
      return !hasSession(after) || after.expires === findRow(state.board, name)?.expires;
    }),
  );
}

function opened(state: State, opening: Extract<Change, { type: 'open' }>): State {
  const { board } = state;
  const { name } = opening;
  const fresh: State = {
    ...state,
    ...formsOnOpening(state, opening),
    search: '',
    menu: null,
    removing: null,
    takingOver: null,
    errand: onOpening(state.errand, name),
    outcome: null,
    done: null,
    failures: {},
    notes: {},
    said: [],
  };
  if (board === null) return { ...fresh, wanted: name };
  const order = board.rows.map((row) => row.name);
  const selected = findRow(board, name)?.name ?? mostUrgent(board);
  return { ...fresh, order, selected };
}

function failed(state: State, name: string, failure: FailureView): State {
  const calm = { ...state, busy: without(state.busy, name) };
  if (failure.code === 'cancelled') return calm;
  return {
    ...calm,
    notes: omit(state.notes, name),
    failures: { ...state.failures, [name]: failure },
    said: [
      { name, kind: 'problem', expires: null, sentence: `${failure.message} ${failure.hint}` },
    ],
  };
}

function without(names: readonly string[], name: string): string[] {
  return names.filter((other) => other !== name);
}
