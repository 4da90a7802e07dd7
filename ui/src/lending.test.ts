/** A session handed on: the page asks by the row's name and never has the keys. */

import { describe, expect, test, vi } from 'vitest';

import { t } from './messages';
import { board, onATestsTime, open, row, script } from './test-page';

onATestsTime();

const HOUR = 3600;

const failure = {
  code: 'no-session',
  message: 'The session in profile “prod” has ended.',
  hint: 'Sign in with a new code, then try again.',
  detail: null,
  requestId: null,
};

const living = (): ReturnType<typeof board> =>
  board([
    row('prod', {
      ...script.session(4 * HOUR),
      roles: [
        row('prod-admin', { kind: 'role', needsCode: false, ...script.session(HOUR) }),
        row('prod-reader', { kind: 'role', needsCode: false }),
      ],
    }),
  ]);

describe('environment variables', () => {
  test('are copied elsewhere, and the row says so for a while', async () => {
    const page = await open(living());
    await page.click('row-menu-prod');
    await page.click('copy-environment');
    expect(page.bridge.copyEnvironment).toHaveBeenCalledWith('prod');
    expect(page.text('note')).toBe(t.copiedForAMinute);
    expect(page.has('copy-environment')).toBe(false);
    vi.advanceTimersByTime(3000);
    await page.settled();
    expect(page.has('note')).toBe(false);
  });

  test('are not offered where no session lives', async () => {
    const page = await open(living());
    await page.click('row-menu-prod-reader');
    expect(page.has('copy-environment')).toBe(false);
    expect(page.has('open-console')).toBe(false);
  });

  test('a failure stands in the row', async () => {
    const page = await open(living());
    page.bridge.copyEnvironment.mockRejectedValueOnce(failure);
    await page.click('row-menu-prod');
    await page.click('copy-environment');
    expect(page.text('problem')).toContain(failure.message);
    expect(page.has('note')).toBe(false);
  });
});

describe('the AWS console', () => {
  test('is opened from a role, and the row says so', async () => {
    const page = await open(living());
    await page.click('row-menu-prod-admin');
    await page.click('open-console');
    expect(page.bridge.openConsole).toHaveBeenCalledWith('prod-admin');
    expect(page.text('note')).toBe(t.openingConsole);
  });

  test('is not offered for a user’s own session', async () => {
    const page = await open(living());
    await page.click('row-menu-prod');
    expect(page.has('copy-environment')).toBe(true);
    expect(page.has('open-console')).toBe(false);
  });
});
