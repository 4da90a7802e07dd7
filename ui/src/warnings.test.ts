import { afterEach, expect, test } from 'vitest';

import type { FailureView } from './bindings/FailureView';
import { board, open, row } from './test-page';

const shadowed: FailureView = {
  code: 'shadowed',
  message:
    'The profile “prod-mfa” has credential_process, so the Rust SDK will not use these keys.',
  hint: 'Remove credential_process from that profile.',
  detail: null,
  requestId: null,
};

afterEach(() => {
  document.body.replaceChildren();
});

test('a warning stands below the open row and keeps nobody from signing in', async () => {
  const page = await open(board([row('prod', { warnings: [shadowed] }), row('dev')]));
  expect(page.selected()).toBe('row-prod');
  expect(page.text('warning')).toBe(`${shadowed.message} ${shadowed.hint}`);
  expect(page.get('warning').dataset.code).toBe('shadowed');
  expect(page.has('problem')).toBe(false);
  await page.keys('123456');
  expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '123456', null);
});

test('a row without warnings has no place for them', async () => {
  const page = await open(board([row('dev')]));
  expect(page.has('warning')).toBe(false);
});

test('a session where a key should be asks for the key, not for a code', async () => {
  const problem: FailureView = { ...shadowed, code: 'temporary-source' };
  const page = await open(board([row('prod', { state: 'problem', problem })]));
  expect(page.has('code-input')).toBe(false);
  expect(page.has('start')).toBe(true);
});
