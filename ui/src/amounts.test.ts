import { expect, test } from 'vitest';

import { amountIn, amountWords, timeIn } from './amounts';

test.each<[string, number | null]>([
  ['15', 900],
  ['15 min', 900],
  ['15min', 900],
  [' 2 h ', 7200],
  ['1 h 30 min', 5400],
  ['1h30m', 5400],
  ['1:30', 5400],
  ['1,5 h', 5400],
  ['2 Std. 10 Min.', 7800],
  ['90 s', 90],
  ['0', 0],
  ['', null],
  ['soon', null],
  ['15 parsecs', null],
  ['15 min or so', null],
  ['-5', null],
  ['1:75', null],
  ['99999999999999999999', null],
])('%j is %j seconds', (text, seconds) => {
  expect(amountIn(text, 60)).toBe(seconds);
});

test('a bare number counts in the unit that is asked for', () => {
  expect(amountIn('8', 3600)).toBe(28_800);
});

test.each([900, 3600, 5400, 129_600, 45])('%i seconds are read as they are written', (seconds) => {
  expect(amountIn(amountWords(seconds), 60)).toBe(seconds);
});

test.each<[string, string | null]>([
  ['22:00', '22:00'],
  ['22.15', '22:15'],
  ['2215', '22:15'],
  ['7', '07:00'],
  ['730', '07:30'],
  ['0:05', '00:05'],
  ['24:00', null],
  ['7:60', null],
  ['late', null],
  ['', null],
])('%j is the time %j', (text, time) => {
  expect(timeIn(text)).toBe(time);
});
