import { expect, test } from 'vitest';

import { type Opening, openingOf } from './bridge';
import { addressIn, themeIn } from './page-address';

test.each<[string, Opening | null]>([
  ['', null],
  ['#', null],
  ['#prod', { name: 'prod' }],
  ['#a%20b', { name: 'a b' }],
  ['#:settings', { name: null, settings: true }],
  // The shell encodes everything but letters and digits of ASCII.
  ['#%3Asettings', { name: null, settings: true }],
  ['#settings', { name: 'settings' }],
])('%j opens %j', (hash, opening) => {
  expect(openingOf(hash)).toEqual(opening);
});

test.each([
  ['', 'de', '?lang=de#:settings'],
  ['?theme=dark', 'de', '?theme=dark&lang=de#:settings'],
  ['?lang=en&theme=dark', 'de', '?lang=de&theme=dark#:settings'],
  ['?lang=en', null, '#:settings'],
])('from %j to %j by %j', (search, language, address) => {
  expect(addressIn(search, language)).toBe(address);
});

test.each([
  ['', 'system'],
  ['?theme=dark', 'dark'],
  ['?theme=light', 'light'],
  ['?theme=pink', 'system'],
])('%j is the theme %s', (search, theme) => {
  expect(themeIn(search)).toBe(theme);
});
