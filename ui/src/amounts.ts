/** Amounts of time and times of day as people type them. */

import { t } from './messages';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(h|hr|hrs|hours?|std|stunden?)\.?$/, 3600],
  [/^(m|min|mins|minutes?|minuten?)\.?$/, 60],
  [/^(s|sec|secs|seconds?|sek|sekunden?)\.?$/, 1],
];

/**
 * Seconds of a text such as "15 min", "1 h 30 min", "1:30" or, in the unit given, "15"; null when it is
 * none.
 */
export function amountIn(text: string, unit: number): number | null {
  const plain = text.trim().toLowerCase().replace(',', '.');
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(plain);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
  const whole = /^\d+$/.test(plain) ? Number(plain) * unit : parts(plain);
  return whole !== null && Number.isSafeInteger(whole) ? whole : null;
}

function parts(text: string): number | null {
  const found = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+\.?)\s*/gy)];
  const length = found.reduce((sum, [match]) => sum + match.length, 0);
  if (found.length === 0 || length !== text.length) return null;
  let seconds = 0;
  for (const [, count, word] of found) {
    const unit = UNITS.find(([names]) => names.test(word ?? ''));
    if (!unit) return null;
    seconds += Number(count) * unit[1];
  }
  return Math.round(seconds);
}

/** An amount as the page writes it: "15 min", "1 h 30 min", "45 s". */
export function amountWords(seconds: number): string {
  if (seconds % 60 !== 0) return t.seconds(seconds);
  const minutes = seconds / 60;
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}

/** The time of day in a text such as "22:00", "22.00", "2200" or "22", as `HH:MM`. */
export function timeIn(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.]?([0-5]\d))?$/.exec(text.trim());
  if (!found) return null;
  const [, hours = '', minutes = '00'] = found;
  return Number(hours) < 24 ? `${hours.padStart(2, '0')}:${minutes}` : null;
}
