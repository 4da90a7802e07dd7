/**
 * Time in words: a function of the deadline and the wall clock, and of nothing else.
 *
 * Deadlines are instants of AWS's clock. `drift` says by how many milliseconds that is ahead of this
 * machine's; `now` is always this machine's.
 *
 * Each answer names the instant at which it stops being true, so that one timer serves all rows.
 */

import { t } from './messages';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long one code of a time-based device lasts. */
const CODE_WINDOW = 30 * SECOND;

/** A drift beyond this moves the time of day at which a session is said to end. */
const SHOWN = 30 * SECOND;

/** What stands in a row, and when it must be looked at again. */
export interface Countdown {
  words: string;
  over: boolean;
  /** Milliseconds since the epoch. */
  next: number;
}

/**
 * A way to write an instant. Building a formatter is slow, the first one most of all, and a board asks every
 * second: each of the handful is built when it is wanted first.
 */
function written(options: Intl.DateTimeFormatOptions): (at: number) => string {
  let formatter: Intl.DateTimeFormat | undefined;
  return (at) => (formatter ??= new Intl.DateTimeFormat(t.language, options)).format(at);
}

const clockTime = written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = written({ weekday: 'short' });
const clockSeconds = written({ timeStyle: 'medium', hourCycle: 'h23' });
const dayInFull = written({ weekday: 'short', day: 'numeric', month: 'short' });
const dayOfYear = written({ dateStyle: 'medium' });
const dayAndMonth = written({ day: 'numeric', month: 'short' });

/** The local midnight that begins the day `days` after the one of `at`. */
function midnight(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** When the day ends: what is called "tomorrow" is then called something else. */
export function nextMidnight(now: number): number {
  return midnight(now, 1);
}

/** An instant as a person says it today: "18:02", "tomorrow 06:02", "Tue 06:02". */
export function moment(at: number, now: number): string {
  const time = clockTime(at);
  if (at >= midnight(now, 0) && at < midnight(now, 1)) return time;
  if (at >= midnight(now, 1) && at < midnight(now, 2)) return t.tomorrow(time);
  const day = at >= midnight(now, 2) && at < midnight(now, 7) ? weekday : dayAndMonth;
  return `${day(at)} ${time}`;
}

/** An instant that is over: "today, 08:31", "yesterday, 17:40", "Fri, 20 Nov, 09:12". */
export function past(at: number, now: number, seconds = false): string {
  const time = (seconds ? clockSeconds : clockTime)(at);
  if (at >= midnight(now, 0) && at < midnight(now, 1)) return t.today(time);
  if (at >= midnight(now, -1) && at < midnight(now, 0)) return t.yesterday(time);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return t.onDay((sameYear ? dayInFull : dayOfYear)(at), time);
}

/** The size of the steps in which an amount of time is told. */
function step(amount: number): number {
  if (amount < MINUTE) return SECOND;
  return amount < DAY ? MINUTE : HOUR;
}

/** An amount of time, rounded down: a session never seems to last longer than it does. */
function amountLeft(left: number): string {
  if (left < MINUTE) return t.seconds(Math.floor(left / SECOND));
  if (left < HOUR) return t.minutes(Math.floor(left / MINUTE));
  if (left < DAY) return t.hours(Math.floor(left / HOUR), Math.floor((left % HOUR) / MINUTE));
  return t.days(Math.floor(left / DAY), Math.floor((left % DAY) / HOUR));
}

function ended(expires: number, now: number): Countdown {
  const ago = now - expires;
  if (ago < MINUTE) return { words: t.endedJustNow, over: true, next: expires + MINUTE };
  const unit = ago < HOUR ? MINUTE : ago < DAY ? HOUR : DAY;
  const count = Math.floor(ago / unit);
  const amount =
    unit === MINUTE ? t.minutes(count) : unit === HOUR ? t.hours(count, 0) : t.daysAgo(count);
  return { words: t.endedAgo(amount), over: true, next: expires + (count + 1) * unit };
}

/**
 * The end of a session as the clock on the wall will show it: the person looks at this machine's.
 * A drift of seconds would only turn 18:02 into 18:01.
 */
export function wallOf(expires: number, drift: number): number {
  return Math.abs(drift) > SHOWN ? expires - drift : expires;
}

/** What a session that ends at `expires` says at `now`. */
export function countdown(expires: number, now: number, drift: number): Countdown {
  const end = expires - drift;
  const left = end - now;
  if (left <= 0) return ended(end, now);
  const unit = step(left);
  const words = `${t.until(moment(wallOf(expires, drift), now))} · ${t.left(amountLeft(left))}`;
  const change = end - Math.floor(left / unit) * unit + 1;
  return { words, over: false, next: Math.min(change, end, midnight(now, 1)) };
}

/** The part of a session that remains, from 1 to 0; null where its whole length is unknown. */
export function remaining(
  expires: number,
  lifetime: number | null,
  now: number,
  drift: number,
): number | null {
  if (lifetime === null || lifetime <= 0) return null;
  return Math.min(1, Math.max(0, (expires - drift - now) / (lifetime * SECOND)));
}

/**
 * How long the device's current code still lasts, in whole seconds from 30 to 1. The device goes by the
 * time of the world, as AWS does.
 */
export function codeSeconds(now: number, drift: number): number {
  return Math.ceil((CODE_WINDOW - ((now + drift) % CODE_WINDOW)) / SECOND);
}

/** How long until a used code's successor, in whole seconds; null when a code may be sent now. */
export function secondsToNextCode(nextCodeAt: string | null, now: number): number | null {
  const left = nextCodeAt === null ? 0 : Date.parse(nextCodeAt) - now;
  return left > 0 ? Math.ceil(left / SECOND) : null;
}

/** When the next whole second of the wall clock begins. */
export function nextSecond(now: number): number {
  return now - (now % SECOND) + SECOND;
}
