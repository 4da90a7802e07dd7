import { describe, expect, test } from 'vitest';

import { codeSeconds, countdown, moment, nextSecond, past, remaining, wallOf } from './countdown';

const at = (iso: string): number => Date.parse(iso);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('the zone of these tests is pinned', () => {
  expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('Europe/Berlin');
});

describe('words', () => {
  test.each([
    // now, expires, words
    ['2026-11-22T05:02:00Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 12 h left'],
    ['2026-11-22T05:02:01Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 11 h 59 min left'],
    ['2026-11-22T16:02:00Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 1 h left'],
    ['2026-11-22T16:02:01Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 59 min left'],
    ['2026-11-22T17:01:00Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 1 min left'],
    ['2026-11-22T17:01:01Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 59 s left'],
    ['2026-11-22T17:01:59.5Z', '2026-11-22T17:02:00Z', 'Until 18:02 · 0 s left'],
    ['2026-11-22T17:02:00Z', '2026-11-22T17:02:00Z', 'Ended just now'],
    ['2026-11-22T17:02:59Z', '2026-11-22T17:02:00Z', 'Ended just now'],
    ['2026-11-22T17:14:00Z', '2026-11-22T17:02:00Z', 'Ended 12 min ago'],
    ['2026-11-22T20:14:00Z', '2026-11-22T17:02:00Z', 'Ended 3 h ago'],
    ['2026-11-23T17:02:00Z', '2026-11-22T17:02:00Z', 'Ended 1 day ago'],
    ['2026-11-25T17:02:00Z', '2026-11-22T17:02:00Z', 'Ended 3 days ago'],
    ['2026-11-22T17:00:00Z', '2026-11-23T05:02:00Z', 'Until tomorrow 06:02 · 12 h 2 min left'],
    ['2026-11-22T17:00:00Z', '2026-11-24T05:00:00Z', 'Until Tue 06:00 · 1 d 12 h left'],
    ['2026-11-22T17:00:00Z', '2026-12-24T17:00:00Z', 'Until Dec 24 18:00 · 32 d left'],
  ])('at %s, %s is "%s"', (now, expires, words) => {
    expect(countdown(at(expires), at(now), 0).words).toBe(words);
  });

  test.each([
    [
      'spring forward: a night of 23 h',
      '2026-03-28T21:00:00Z',
      '2026-03-29T05:00:00Z',
      'tomorrow 07:00',
    ],
    ['fall back: the second 02:30', '2026-10-24T22:30:00Z', '2026-10-25T01:30:00Z', '02:30'],
    ['the last minute of a day', '2026-11-22T22:58:00Z', '2026-11-22T22:59:00Z', '23:59'],
    [
      'the first minute of the next',
      '2026-11-22T22:58:00Z',
      '2026-11-22T23:00:00Z',
      'tomorrow 00:00',
    ],
  ])('%s', (_, now, expires, words) => {
    expect(moment(at(expires), at(now))).toBe(words);
  });
});

describe('an instant that is over', () => {
  const now = '2026-01-02T08:00:00Z';

  test.each([
    ['2026-01-02T07:31:00Z', false, 'today, 08:31'],
    ['2026-01-02T07:31:09Z', true, 'today, 08:31:09'],
    ['2026-01-01T23:00:00Z', false, 'today, 00:00'],
    ['2026-01-01T22:59:00Z', false, 'yesterday, 23:59'],
    ['2025-12-31T23:00:00Z', false, 'yesterday, 00:00'],
    ['2025-12-31T22:59:00Z', false, 'Dec 31, 2025, 23:59'],
    // The clock has been set back since.
    ['2026-01-03T08:00:00Z', false, 'Sat, Jan 3, 09:00'],
  ])('%s (with seconds: %s) is "%s"', (instant, seconds, words) => {
    expect(past(at(instant), at(now), seconds)).toBe(words);
  });
});

describe('the next change', () => {
  const expires = at('2026-11-22T17:02:00Z');

  test.each([
    11.99 * HOUR,
    12 * HOUR,
    HOUR,
    59.5 * MINUTE,
    MINUTE,
    30_500,
    1,
    0,
    -1,
    -59_999,
    -MINUTE,
    -90 * MINUTE,
    -30 * HOUR,
    40 * HOUR,
  ])('with %d ms left, is the first instant with other words', (left) => {
    const now = expires - left;
    const { words, next } = countdown(expires, now, 0);
    expect(next).toBeGreaterThan(now);
    expect(countdown(expires, next - 1, 0).words).toBe(words);
    expect(countdown(expires, next, 0).words).not.toBe(words);
  });

  test('comes at midnight, when "tomorrow" becomes today', () => {
    const end = at('2026-11-23T05:00:30Z');
    const now = at('2026-11-22T22:59:45Z');
    expect(countdown(end, now, 0).next).toBe(at('2026-11-22T23:00:00Z'));
  });
});

describe('remaining', () => {
  test.each([
    [12 * HOUR, 43_200, 1],
    [6 * HOUR, 43_200, 0.5],
    [0, 43_200, 0],
    [-HOUR, 43_200, 0],
    [13 * HOUR, 43_200, 1],
    [HOUR, null, null],
    [HOUR, 0, null],
  ])('%d ms of %s s is %s', (left, lifetime, part) => {
    expect(remaining(left, lifetime, 0, 0)).toBe(part);
  });
});

describe('the device’s window', () => {
  test.each([
    ['08:00:00.000', 30],
    ['08:00:00.001', 30],
    ['08:00:01.000', 29],
    ['08:00:29.000', 1],
    ['08:00:29.999', 1],
    ['08:00:30.000', 30],
  ])('at %s lasts %d s', (time, seconds) => {
    expect(codeSeconds(at(`2026-11-22T${time}Z`), 0)).toBe(seconds);
  });

  test('changes with the wall clock’s seconds', () => {
    expect(nextSecond(1_000)).toBe(2_000);
    expect(nextSecond(1_999)).toBe(2_000);
  });
});

describe('a clock that is not AWS’s', () => {
  const end = at('2026-11-22T17:02:00Z');
  const now = at('2026-11-22T16:47:00Z');

  test.each([
    // AWS ahead by, words: what is left by AWS's clock, until when by this machine's
    [4 * MINUTE, 'Until 17:58 · 11 min left'],
    [-4 * MINUTE, 'Until 18:06 · 19 min left'],
    [20_000, 'Until 18:02 · 14 min left'],
    [15 * MINUTE, 'Ended just now'],
  ])('ahead by %i ms: "%s"', (drift, words) => {
    expect(countdown(end, now, drift).words).toBe(words);
  });

  test('a row’s words change when this machine’s clock reaches their end', () => {
    const { words, next } = countdown(end, now, 4 * MINUTE + 500);
    expect(countdown(end, next - 1, 4 * MINUTE + 500).words).toBe(words);
    expect(countdown(end, next, 4 * MINUTE + 500).words).not.toBe(words);
  });

  test('bar and code go by AWS’s clock', () => {
    expect(remaining(end, 3600, now, 7.5 * MINUTE)).toBe(0.125);
    expect(codeSeconds(now, 10_000)).toBe(20);
  });

  test('only what is shown moves the wall', () => {
    expect(wallOf(end, 30_000)).toBe(end);
    expect(wallOf(end, 30_001)).toBe(end - 30_001);
  });
});
