import { expect, test } from 'vitest';

import { meaning, type Meaning, type Place } from './keyboard';

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...held,
});

const escape: Meaning = { type: 'escape' };
const down: Meaning = { type: 'move', by: 1 };
const letter: Meaning = { type: 'letter', letter: 'p' };

test.each<[string, Place, Meaning | null]>([
  ['Escape', 'code', escape],
  ['Escape', 'search', escape],
  ['Escape', 'text', escape],
  ['Escape', 'elsewhere', escape],
  ['ArrowDown', 'code', down],
  ['ArrowUp', 'elsewhere', { type: 'move', by: -1 }],
  ['ArrowDown', 'search', down],
  ['ArrowDown', 'text', null],
  ['7', 'elsewhere', { type: 'digit', digit: '7' }],
  ['7', 'code', null],
  ['7', 'search', null],
  ['7', 'text', null],
  ['p', 'elsewhere', letter],
  ['p', 'code', letter],
  ['p', 'search', null],
  ['p', 'text', null],
  ['/', 'elsewhere', { type: 'search' }],
  ['/', 'code', { type: 'search' }],
  ['/', 'search', null],
  ['/', 'text', null],
  ['Enter', 'search', { type: 'first' }],
  ['Enter', 'elsewhere', null],
  ['Tab', 'code', null],
  ['Backspace', 'code', null],
])('%s in %s', (key, place, expected) => {
  expect(meaning(press(key), place)).toEqual(expected);
});

test.each(['ctrlKey', 'metaKey', 'altKey', 'isComposing'] as const)('%s is left alone', (held) => {
  expect(meaning(press('5', { [held]: true }), 'elsewhere')).toBeNull();
});

test.each<[Partial<KeyboardEvent>, Place, boolean]>([
  [{ ctrlKey: true }, 'elsewhere', true],
  [{ ctrlKey: true }, 'search', true],
  [{ metaKey: true }, 'code', true],
  [{ ctrlKey: true }, 'text', false],
  [{ ctrlKey: true, altKey: true }, 'elsewhere', false],
  [{ ctrlKey: true, metaKey: true }, 'elsewhere', false],
])('F with %j in %s finds: %s', (held, place, finds) => {
  expect(meaning(press('f', held), place)).toEqual(finds ? { type: 'search' } : null);
});
