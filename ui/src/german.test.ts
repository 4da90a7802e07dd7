// @vitest-environment-options {"url": "http://localhost:3000/?lang=de"}

/** The page of a person who chose German. */

import { describe, expect, test } from 'vitest';

import { boards, Script } from './bridge/boards';
import { countdown, moment, past } from './countdown';
import { t } from './messages';
import { de } from './messages/de';
import { open } from './test-page';

const at = (iso: string): number => Date.parse(iso);

test('the address decides', () => {
  expect(t).toBe(de);
});

describe('time in words', () => {
  test.each([
    // now, expires, words
    ['2026-11-22T05:02:01Z', '2026-11-22T17:02:00Z', 'Bis 18:02 · noch 11 h 59 min'],
    ['2026-11-22T17:01:01Z', '2026-11-22T17:02:00Z', 'Bis 18:02 · noch 59 s'],
    ['2026-11-22T17:02:00Z', '2026-11-22T17:02:00Z', 'Gerade abgelaufen'],
    ['2026-11-22T17:14:00Z', '2026-11-22T17:02:00Z', 'Vor 12 min abgelaufen'],
    ['2026-11-23T17:02:00Z', '2026-11-22T17:02:00Z', 'Vor 1 Tag abgelaufen'],
    ['2026-11-25T17:02:00Z', '2026-11-22T17:02:00Z', 'Vor 3 Tagen abgelaufen'],
    ['2026-11-22T17:00:00Z', '2026-11-23T05:02:00Z', 'Bis morgen 06:02 · noch 12 h 2 min'],
    ['2026-11-22T17:00:00Z', '2026-11-24T05:00:00Z', 'Bis Di 06:00 · noch 1 Tag 12 h'],
    ['2026-11-22T17:00:00Z', '2026-12-24T17:00:00Z', 'Bis 24. Dez. 18:00 · noch 32 Tage'],
  ])('at %s, %s is "%s"', (now, expires, words) => {
    expect(countdown(at(expires), at(now), 0).words).toBe(words);
  });

  test('instants', () => {
    const now = at('2026-11-22T17:00:00Z');
    expect(moment(at('2026-11-25T08:05:00Z'), now)).toBe('Mi 09:05');
    expect(past(at('2026-11-22T07:31:05Z'), now, true)).toBe('heute, 08:31:05');
    expect(past(at('2026-11-21T16:40:00Z'), now)).toBe('gestern, 17:40');
    expect(past(at('2026-11-20T08:12:00Z'), now)).toBe('Fr., 20. Nov., 09:12');
    expect(past(at('2025-11-20T08:12:00Z'), now)).toBe('20.11.2025, 09:12');
  });
});

test('the board', async () => {
  const morning = boards.morning;
  if (morning === undefined) throw new Error('there is no such board');
  await open(morning(new Script(Date.now())));
  const said = document.body.textContent;
  expect(said).toContain('Zugriffsschlüssel hinzufügen');
  expect(said).toMatch(/Vor \S+ \S+ abgelaufen/);
});
