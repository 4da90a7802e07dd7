import { describe, expect, test } from 'vitest';

import { t } from './messages';
import { board, onATestsTime, open, type Page, row, script } from './test-page';

const prod = row('prod', { ...script.session(3600), target: 'prod-mfa' });

onATestsTime();

async function menuOf(name: string, ...rows: Parameters<typeof board>[0]): Promise<Page> {
  const page = await open(board(rows));
  await page.click(`row-menu-${name}`);
  return page;
}

/** The menu's items, in the order in which they stand. */
function items(page: Page): string[] {
  const found = page.popover.querySelectorAll<HTMLElement>('row-menu .menu-item');
  return [...found].map((item) => item.dataset.testid ?? '');
}

describe('what a menu offers', () => {
  const role = script.role('admin', 'Admin', '123456789012');
  test.each([
    [
      'a running session',
      prod,
      [
        'sign-in-again',
        'end-session',
        'copy-export',
        'copy-environment',
        'row-menu-explain',
        'test-session',
        'edit',
        'remove-key',
      ],
    ],
    [
      'an identity whose key is in the file',
      row('dev', { key: 'file' }),
      [
        'sign-in-again',
        'copy-export',
        'row-menu-explain',
        'edit',
        'row-menu-move-key',
        'remove-key',
      ],
    ],
    ['a role', role, ['sign-in-again', 'copy-export', 'row-menu-explain', 'edit']],
    [
      'another tool’s session',
      script.foreign('sso', 3600, { target: 'sso' }),
      ['copy-export', 'copy-environment', 'row-menu-explain', 'test-session'],
    ],
  ])('%s', async (_, shown, offered) => {
    const page = await menuOf(shown.name, shown);
    expect(items(page)).toEqual(offered);
  });
});

test('sign in again opens the code field, whether the row was open or not', async () => {
  const page = await menuOf('prod', prod, row('dev'));
  expect(page.selected()).toBe('row-prod');
  expect(page.text('sign-in-again')).toBe(t.signInAgain);
  await page.click('sign-in-again');
  expect(page.selected()).toBe('row-prod');
  expect(page.focused()).toBe('code-input');
  await page.click('row-menu-dev');
  expect(page.text('sign-in-again')).toBe(t.signIn);
  await page.click('sign-in-again');
  expect(page.selected()).toBe('row-dev');
  expect(page.focused()).toBe('code-input');
});

test('sign in again of a row without a code asks AWS at once', async () => {
  const role = script.role('admin', 'Admin', '123456789012', script.session(600, 3600));
  const page = await menuOf('admin', row('prod', { roles: [role] }));
  expect(page.text('sign-in-again')).toBe(t.renewRole);
  await page.click('sign-in-again');
  expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('admin', null, null);
});

test('nothing is offered that would fail', async () => {
  const problem = { code: 'no-key', message: 'No key.', hint: '', detail: null, requestId: null };
  const page = await menuOf('lost', row('lost', { state: 'problem', problem, key: 'none' }));
  expect(items(page)).toEqual(['copy-export', 'row-menu-explain', 'edit']);
});

describe('removing', () => {
  test('a key says what goes and what stays, and asks first', async () => {
    const page = await menuOf('prod', prod);
    await page.click('remove-key');
    expect(page.focused()).toBe('remove-cancel');
    expect(page.text('row-prod')).toContain(t.removeGoes);
    expect(page.text('row-prod')).toContain(t.removeStaysRunning('prod-mfa'));
    await page.press('Escape');
    expect(page.focused()).toBe('remove-key');
    expect(page.bridge.removeKey).not.toHaveBeenCalled();
  });

  test('nothing is said of a session that there is not', async () => {
    const page = await menuOf('dev', row('dev'));
    await page.click('remove-key');
    expect(page.text('row-dev')).toContain(t.removeStays);
    expect(page.text('row-dev')).not.toContain('session');
  });

  test('a key in the files is left there, and how it could go is said', async () => {
    const page = await menuOf('prod', row('prod', { key: 'file' }));
    await page.click('remove-key');
    expect(page.text('remove-not')).toBe(t.removeNotMeaning);
    expect(page.has('remove-confirm')).toBe(false);
    await page.click('remove-move');
    expect(page.bridge.previewMoveKey).toHaveBeenCalledExactlyOnceWith('prod');
    expect(page.bridge.removeKey).not.toHaveBeenCalled();
  });
});
