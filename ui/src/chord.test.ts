import { expect, test } from 'vitest';

import { chordOf, isModifier } from './chord';

const press = (key: string, code: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

test.each([
  [press('d', 'KeyD', { ctrlKey: true, altKey: true }), 'Ctrl+Alt+D'],
  [press('D', 'KeyD', { metaKey: true, shiftKey: true }), 'Shift+Super+D'],
  // A letter is the one that the keyboard writes, wherever it lies.
  [press('z', 'KeyY', { ctrlKey: true }), 'Ctrl+Z'],
  [press('ð', 'KeyD', { altKey: true }), 'Alt+D'],
  [press('!', 'Digit1', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+1'],
  [press(' ', 'Space', { ctrlKey: true }), 'Ctrl+Space'],
  [press('F9', 'F9'), 'F9'],
  [press('ArrowUp', 'ArrowUp', { altKey: true }), 'Alt+Up'],
  [press('Enter', 'Enter', { ctrlKey: true }), 'Ctrl+Enter'],
  [press(',', 'Comma', { metaKey: true }), 'Super+Comma'],
  [press('Enter', 'Enter'), null],
  [press('d', 'KeyD'), null],
  [press('D', 'KeyD', { shiftKey: true }), null],
  [press('ü', 'BracketLeft', { ctrlKey: true }), null],
])('%j is %j', (pressed, chord) => {
  expect(chordOf(pressed)).toBe(chord);
});

test.each(['Control', 'AltGraph', 'Meta', 'Shift'])('%s alone is only held', (key) => {
  expect(isModifier({ key })).toBe(true);
});
