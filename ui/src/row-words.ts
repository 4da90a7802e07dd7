/**
 * When a closed row's words change, so that a row is drawn anew only when it has something new to say:
 * an open code field counts seconds, and five hundred rows beside it do not.
 */

import type { RowView } from './bindings/RowView';
import { countdown, nextMidnight } from './countdown';

interface Words {
  drift: number;
  /** The instant at which they were looked up. */
  from: number;
  /** The first instant at which they are no longer true. */
  next: number;
}

const known = new WeakMap<RowView, Words>();

/** An instant whose words are those of `now`, and the same until they change. */
export function saidSince(row: RowView, now: number, drift: number): number {
  return words(row, now, drift).from;
}

/** When the words of `now` change. */
export function saidUntil(row: RowView, now: number, drift: number): number {
  return words(row, now, drift).next;
}

function words(row: RowView, now: number, drift: number): Words {
  const last = known.get(row);
  if (last?.drift === drift && last.from <= now && now < last.next) return last;
  const fresh = { drift, from: now, next: change(row, now, drift) };
  known.set(row, fresh);
  return fresh;
}

function change({ expires, latest }: RowView, now: number, drift: number): number {
  if (expires !== null) return countdown(Date.parse(expires), now, drift).next;
  const midnight = nextMidnight(now);
  if (latest === null) return midnight;
  const end = Date.parse(latest) - drift;
  return end > now ? Math.min(end, midnight) : midnight;
}
