import { describe, expect, test } from 'vitest';

import { codeRejected } from './bridge/boards';
import { backupsOf, keyMove } from './bridge/changes';
import {
  changesSomething,
  type Errand,
  type ErrandChange,
  isReady,
  onOpening,
  reduceErrand,
} from './errand';
import { NOW } from './test-page';

const move: ErrandChange = { type: 'begin', goal: { type: 'move-key', name: 'prod' } };
const undo: ErrandChange = { type: 'begin', goal: { type: 'undo' } };
const shown: ErrandChange = { type: 'shown', change: keyMove('prod', 5) };
const failed: ErrandChange = { type: 'failed', failure: codeRejected };
const backups: ErrandChange = { type: 'backups', backups: backupsOf(NOW) };

function after(...changes: ErrandChange[]): Errand | null {
  return changes.reduce<Errand | null>(reduceErrand, null);
}

function standing(...changes: ErrandChange[]): Errand {
  const errand = after(...changes);
  if (errand === null) throw new Error('the errand is over');
  return errand;
}

describe('what may be made', () => {
  test.each<[string, ErrandChange[], boolean]>([
    ['nothing before the difference is shown', [move], false],
    ['what is shown', [move, shown], true],
    ['nothing after a failure', [move, shown, { type: 'make' }, failed], false],
    ['nothing while it is asked for again', [move, shown, failed, { type: 'ask-again' }], false],
    ['what is shown after a failure', [move, failed, { type: 'ask-again' }, shown], true],
    ['nothing once it is made', [move, shown, { type: 'held', count: 2 }], false],
    ['nothing among backups', [undo, backups], false],
    ['nothing of a backup just chosen', [undo, backups, { type: 'choose', id: 'b1' }], false],
  ])('%s', (_, changes, ready) => {
    expect(isReady(standing(...changes))).toBe(ready);
  });

  test('nothing where no line goes or comes', () => {
    const same = { ...keyMove('prod', 5), lines: [{ kind: 'same' as const, text: '[prod]' }] };
    expect(changesSomething(same)).toBe(false);
    expect(isReady(standing(move, { type: 'shown', change: same }))).toBe(false);
  });
});

describe('one step back', () => {
  test.each<[string, ErrandChange[], Errand['step'] | null]>([
    ['from a key’s move to the rows', [move, shown], null],
    ['from a failure to the rows', [move, failed], null],
    [
      'from a difference to the backups',
      [undo, backups, { type: 'choose', id: 'b1' }, shown],
      'backups',
    ],
    ['from the backups to the rows', [undo, backups], null],
    ['nowhere from what is being made', [move, shown, { type: 'make' }], 'change'],
  ])('%s', (_, changes, step) => {
    expect(after(...changes, { type: 'back' })?.step ?? null).toBe(step);
  });

  test('forgets the difference and its failure', () => {
    const { change, failure } = standing(
      undo,
      backups,
      { type: 'choose', id: 'b1' },
      shown,
      failed,
      {
        type: 'back',
      },
    );
    expect([change, failure]).toEqual([null, null]);
  });
});

test('backups stand newest first, however they come', () => {
  const turned = backupsOf(NOW).reverse();
  const { backups: list } = standing(undo, { type: 'backups', backups: turned });
  expect(list?.map(({ id }) => id)).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
});

test('an answer to an errand that is over changes nothing', () => {
  expect(after(move, { type: 'back' }, shown)).toBeNull();
});

test('what is being made comes to the front instead of another errand', () => {
  const aside = onOpening(standing(move, shown, { type: 'make' }), 'dev');
  expect(aside?.aside).toBe(true);
  const again = reduceErrand(aside, undo);
  expect([again?.goal.type, again?.aside]).toEqual(['move-key', false]);
});

describe('when the popover opens', () => {
  const making = standing(move, shown, { type: 'make' });
  const offer = standing(move, shown, { type: 'make' }, { type: 'held', count: 2 });

  test.each<[string, Errand, string | null, boolean | null]>([
    ['a difference is old by now', standing(move, shown), null, null],
    ['what is being made is shown', making, null, false],
    ['what is being made steps aside for a row', making, 'dev', true],
    ['the offer to purge is shown', offer, null, false],
    ['the offer to purge steps aside for a row', offer, 'dev', true],
  ])('%s', (_, errand, name, aside) => {
    expect(onOpening(errand, name)?.aside ?? null).toBe(aside);
  });
});
