import { describe, expect, test } from 'vitest';

import * as rows from './rows';
import { board, NOW, row, script } from './test-page';

const team = [
  row('prod', { roles: [script.role('prod-admin', 'Admin', '111111111111')] }),
  row('dev', { principal: 'bob' }),
  script.foreign('sso', 3600),
];

test('the most urgent row is the first identity that a code can help', () => {
  const problem = { code: 'no-key', message: '', hint: '', detail: null, requestId: null };
  const lost = row('lost', { state: 'problem', problem });
  expect(rows.mostUrgent(board(team))).toBe('prod');
  expect(rows.mostUrgent(board([lost, ...team]))).toBe('prod');
  expect(rows.mostUrgent(board([lost]))).toBe('lost');
  expect(rows.mostUrgent(board([script.foreign('sso', 3600)]))).toBeNull();
});

test('the clock ends a session before the event does', () => {
  const ending = row('prod', script.session(60));
  expect(rows.stateNow(ending, NOW, 0)).toBe('ending-soon');
  expect(rows.stateNow(ending, NOW + 60_000, 0)).toBe('ended');
  expect(rows.stateNow(ending, NOW, 60_000)).toBe('ended');
  expect(rows.stateNow(ending, NOW + 60_000, -60_000)).toBe('ending-soon');
});

describe('search', () => {
  test.each([
    ['', ['prod', 'dev', 'sso']],
    ['PROD', ['prod']],
    ['bob', ['dev']],
    ['1111', ['prod']],
    ['nothing', []],
  ])('%j finds %j', (text, names) => {
    expect(rows.matching(team, text).map((found) => found.name)).toEqual(names);
  });

  test('a role that matches brings its identity, and not its siblings', () => {
    const other = script.role('prod-read', 'ReadOnly', '222222222222');
    const roles = [...(team[0]?.roles ?? []), other];
    const [found] = rows.matching([row('prod', { roles })], 'admin');
    expect(found?.roles.map((role) => role.name)).toEqual(['prod-admin']);
  });
});

test('arrow keys walk through what can be signed in to', () => {
  expect(rows.selectable(team)).toEqual(['prod', 'prod-admin', 'dev']);
});

test('a name is found by its beginning', () => {
  expect(rows.beginningWith(['prod', 'dev'], 'D')).toBe('dev');
  expect(rows.beginningWith(['prod', 'dev'], 'x')).toBeNull();
});

test.each([
  [null, null],
  ['arn:aws:iam::123456789012:mfa/ana-phone', 'ana-phone'],
  ['arn:aws:iam::123456789012:mfa/team/ana', 'ana'],
  ['GAHT12345678', 'GAHT12345678'],
])('the device %s is called %s', (serial, name) => {
  expect(rows.deviceName(serial)).toBe(name);
});

test.each([
  ['prod', 'export AWS_PROFILE=prod'],
  ['prod-mfa@corp', 'export AWS_PROFILE=prod-mfa@corp'],
  ['my prod', "export AWS_PROFILE='my prod'"],
  ["it's", String.raw`export AWS_PROFILE='it'\''s'`],
  ['$(rm)', "export AWS_PROFILE='$(rm)'"],
])('a shell is pointed at %s by %s', (target, line) => {
  expect(rows.exportLine(target)).toBe(line);
});
