import { expect, test } from 'vitest';

import { digitsIn } from './digits';

test.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['123-456', '123456'],
  [' 12\u00a034\u200956\n', '123456'],
  ['Your code is 123456.', '123456'],
  ['１２３４５６', '123456'],
  ['٠١٢٣٤٥', '012345'],
  ['abc', ''],
  ['', ''],
])('%j holds %j', (text, digits) => {
  expect(digitsIn(text)).toBe(digits);
});
