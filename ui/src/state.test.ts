import { describe, expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { codeRejected } from './bridge/boards';
import { type Change, failureOf, initial, isBusy, reduce, shownRows, type State } from './state';
import { board, row, script } from './test-page';

const two = board([row('prod'), row('dev')]);
const after = (...changes: Change[]): State => changes.reduce(reduce, initial);
const came = (shown: BoardView): Change => ({ type: 'board', board: shown });
const names = (state: State): string[] => shownRows(state).map((each) => each.name);

describe('what is selected', () => {
  test.each<[string, Change[], string | null]>([
    ['the most urgent at first', [came(two)], 'prod'],
    ['nothing on an empty board', [came(board([]))], null],
    ['the first key that is added', [came(board([])), came(two)], 'prod'],
    [
      'what was opened',
      [came(two), { type: 'open', name: 'dev', settings: false, holding: [] }],
      'dev',
    ],
    [
      'the most urgent for an unknown name',
      [came(two), { type: 'open', name: 'x', settings: false, holding: [] }],
      'prod',
    ],
    [
      'what was opened before the board came',
      [{ type: 'open', name: 'dev', settings: false, holding: [] }, came(two)],
      'dev',
    ],
    [
      'the same after another board',
      [came(two), { type: 'select', name: 'dev' }, came(two)],
      'dev',
    ],
    [
      'nothing after a success',
      [came(two), { type: 'submit', name: 'prod' }, { type: 'done', name: 'prod' }, came(two)],
      null,
    ],
    ['another when a row is gone', [came(two), came(board([row('dev')]))], 'dev'],
    ['the demo when it starts', [came(two), came(script.demo())], 'demo'],
    [
      'a new key once the board has it',
      [
        came(two),
        { type: 'added', name: 'new' },
        came(board([row('prod'), row('dev'), row('new')])),
      ],
      'new',
    ],
  ])('%s', (_, changes, selected) => {
    expect(after(...changes).selected).toBe(selected);
  });
});

describe('the order of rows', () => {
  const turned = board([row('dev'), row('new'), row('prod')]);

  test('stays while the popover is open; new rows come last', () => {
    expect(names(after(came(two), came(turned)))).toEqual(['prod', 'dev', 'new']);
  });

  test('follows urgency at the next opening', () => {
    const open: Change = { type: 'open', name: null, settings: false, holding: [] };
    expect(names(after(came(two), came(turned), open))).toEqual(['dev', 'new', 'prod']);
  });
});

describe('a sign-in', () => {
  const sent: Change[] = [came(two), { type: 'submit', name: 'prod' }];
  const failed: Change = { type: 'failed', name: 'prod', failure: codeRejected };

  test('is under way from the first moment, and when somebody else started it', () => {
    expect(isBusy(after(...sent), 'prod')).toBe(true);
    expect(isBusy(after(came(board([row('prod', { state: 'signing-in' })]))), 'prod')).toBe(true);
  });

  test('that fails says why, until the next try', () => {
    const refused = after(...sent, failed);
    expect(isBusy(refused, 'prod')).toBe(false);
    expect(failureOf(refused, 'prod')).toBe(codeRejected);
    expect(failureOf(reduce(refused, { type: 'submit', name: 'prod' }), 'prod')).toBeNull();
  });

  test('that succeeds elsewhere makes the failure old', () => {
    const active = board([row('prod', script.session(3600)), row('dev')]);
    expect(failureOf(after(...sent, failed, came(active)), 'prod')).toBeNull();
  });

  test('that was cancelled is no failure', () => {
    const failure = { ...codeRejected, code: 'cancelled' };
    expect(failureOf(after(...sent, { type: 'failed', name: 'prod', failure }), 'prod')).toBeNull();
  });
});

describe('the form', () => {
  test.each<[string | null, boolean, State['adding']]>([
    [null, false, 'closed'],
    ['dev', false, 'closed'],
    [null, true, 'open'],
    ['dev', true, 'aside'],
  ])('opened on %s, holding something: %s, is %s', (name, formHolds, adding) => {
    const state = after(came(two), { type: 'adding', adding: 'open', name: null });
    expect(
      reduce(state, { type: 'open', name, settings: false, holding: formHolds ? ['adding'] : [] })
        .adding,
    ).toBe(adding);
  });
});

describe('what is said aloud', () => {
  const active = row('prod', script.session(3600));
  test.each([
    ['nothing at first', [came(board([active]))], []],
    ['a new session', [came(board([row('prod')])), came(board([active]))], ['active']],
    [
      'a renewed session',
      [came(board([active])), came(board([row('prod', script.session(7200))]))],
      ['active'],
    ],
    ['nothing without a change', [came(board([active])), came(board([active]))], []],
    [
      'the last quarter',
      [came(board([active])), came(board([row('prod', script.session(600))]))],
      ['ending-soon'],
    ],
    ['the end', [came(board([active])), came(board([row('prod', script.session(-1))]))], ['ended']],
    [
      'a session ended by hand',
      [came(board([active])), came(board([row('prod')]))],
      ['signed-out'],
    ],
    [
      'a failure',
      [came(two), { type: 'failed', name: 'prod', failure: codeRejected }],
      ['problem'],
    ],
  ] as [string, Change[], string[]][])('%s', (_, changes, kinds) => {
    expect(after(...changes).said.map((saying) => saying.kind)).toEqual(kinds);
  });
});
