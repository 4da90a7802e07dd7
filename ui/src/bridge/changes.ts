/** Scripted changes of the credentials file, and the backups that they leave. */

import type { BackupView } from '../bindings/BackupView';
import type { ChangeKind } from '../bindings/ChangeKind';
import type { ChangeLine } from '../bindings/ChangeLine';
import type { ChangeView } from '../bindings/ChangeView';
import type { FailureView } from '../bindings/FailureView';

const FILE = '/home/ana/.aws/credentials';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const KINDS: Readonly<Record<string, ChangeKind>> = {
  ' ': 'same',
  '-': 'removed',
  '+': 'added',
  '@': 'gap',
};

/** Lines written as in a patch, with an `@` for a gap. */
export function lines(patch: string): ChangeLine[] {
  return patch.split('\n').map((line) => {
    const kind = KINDS[line.slice(0, 1)] ?? 'same';
    return { kind, text: kind === 'gap' ? '' : line.slice(1) };
  });
}

const moved = (name: string): string => ` # work
 [${name}]
-aws_access_key_id = AKIAIOSFODNN7EXAMPLE
-aws_secret_access_key = ****************
 aws_mfa_device = arn:aws:iam::123456789012:mfa/ana-phone
 region = eu-central-1
@`;

const undone = `@
 region = eu-central-1
 
 [prod]
-aws_access_key_id = ASIAIOSFODNN7EXAMPLE
-aws_secret_access_key = ****************
-aws_session_token = ****************
-x_daypass = 2026-11-22T20:00:10Z
+aws_access_key_id = AKIAIOSFODNN7EXAMPLE
+aws_secret_access_key = ****************
 
 [staging]
@`;

/** A file with very long lines and many changes. */
const long = Array.from(
  { length: 14 },
  (_, index) => ` [customer-platform-production-eu-central-1-${index}]
-aws_session_token = ${'*'.repeat(index % 3 === 0 ? 220 : 16)}
+role_arn = arn:aws:iam::123456789012:role/platform/production/break-glass-administrator-${index}
@`,
).join('\n');

const NOTES = ['The long-term key …MPLE comes back into [prod].'];

export function keyMove(name: string, ticket: number): ChangeView {
  return { path: FILE, lines: lines(moved(name)), notes: [], ticket, backup: null };
}

export function undoOf(backup: BackupView, ticket: number): ChangeView {
  // The oldest one shows how much can have happened since.
  const patch = backup.id === 'b5' ? long : undone;
  return { path: FILE, lines: lines(patch), notes: NOTES, ticket, backup };
}

/** The backups of a person who has worked with Daypass for some days. */
export function backupsOf(now: number): BackupView[] {
  const taken = (ago: number): string => new Date(now - ago).toISOString();
  return [
    { id: 'b1', taken: taken(4 * MINUTE), reason: 'structure' },
    { id: 'b2', taken: taken(95 * MINUTE), reason: 'day' },
    { id: 'b3', taken: taken(DAY), reason: 'day' },
    { id: 'b4', taken: taken(3 * DAY), reason: 'structure' },
    { id: 'b5', taken: taken(400 * DAY), reason: 'day' },
  ];
}

export const changedMeanwhile: FailureView = {
  code: 'outdated',
  message:
    'The credentials file has changed since the difference was shown, so nothing was written.',
  hint: 'Look at the new difference and confirm that.',
  detail: null,
  requestId: null,
};
