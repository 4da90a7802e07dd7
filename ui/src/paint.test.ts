import { afterEach, expect, test } from 'vitest';

import { answered, paint } from './paint';

afterEach(() => {
  document.head.replaceChildren();
});

test.each([
  ['(prefers-color-scheme: dark)', 'dark', '(min-width: 0px)'],
  ['(prefers-color-scheme: dark)', 'light', '(max-width: 0px)'],
  ['(prefers-color-scheme: light)', 'light', '(min-width: 0px)'],
  ['(prefers-color-scheme: dark)', 'system', '(prefers-color-scheme: dark)'],
  ['(prefers-contrast: more)', 'dark', '(prefers-contrast: more)'],
] as const)('%s is answered in %s', (media, theme, answer) => {
  expect(answered(media, theme)).toBe(answer);
});

test('a rule asks the desktop again when the theme is the system’s', () => {
  const style = document.createElement('style');
  style.textContent = '@media (prefers-color-scheme: dark) { p { color: red } }';
  document.head.append(style);
  const [rule] = [...(style.sheet?.cssRules ?? [])] as CSSMediaRule[];
  const before = rule?.media.mediaText;
  paint('dark');
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(rule?.media.mediaText).toBe('(min-width: 0px)');
  paint('light');
  expect(rule?.media.mediaText).toBe('(max-width: 0px)');
  paint('system');
  expect(rule?.media.mediaText).toBe(before);
  expect(document.documentElement.dataset.theme).toBeUndefined();
});
