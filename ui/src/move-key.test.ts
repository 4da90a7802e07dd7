import { describe, expect, test } from 'vitest';

import type { ChangeView } from './bindings/ChangeView';
import { changedMeanwhile, keyMove } from './bridge/changes';
import { board, onATestsTime, open, type Page, pending, row, script } from './test-page';

const inFile = board([row('prod', { key: 'file' }), row('dev')]);

onATestsTime();

async function moving(): Promise<Page> {
  const page = await open(inFile);
  await page.click('row-menu-prod');
  await page.click('row-menu-move-key');
  return page;
}

function lines(page: Page): string[] {
  return [...page.get('difference').querySelectorAll('li')].map((line) =>
    line.textContent.replace(/\s+/g, ' ').trim(),
  );
}

describe('a difference', () => {
  test('is shown in place of the rows before anything is done', async () => {
    const page = await moving();
    expect(page.bridge.previewMoveKey).toHaveBeenCalledExactlyOnceWith('prod');
    expect(page.bridge.moveKey).not.toHaveBeenCalled();
    expect(page.focused()).toBe('change-page');
    expect(page.has('row-prod')).toBe(false);
    expect(page.has('add-key')).toBe(false);
    expect(page.text('change-path')).toBe('/home/ana/.aws/credentials');
    expect(page.text('change-page')).toContain('“prod” goes to the system keyring');
  });

  test('is told by sign and in words', async () => {
    const page = await moving();
    expect(lines(page)).toEqual([
      '# work',
      '[prod]',
      '− Removed: aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      '− Removed: aws_secret_access_key = ****************',
      'aws_mfa_device = arn:aws:iam::123456789012:mfa/ana-phone',
      'region = eu-central-1',
      '⋯ Lines that stay are left out.',
    ]);
    const signs = page.get('difference').querySelectorAll('.sign');
    expect([...signs].every((sign) => sign.ariaHidden === 'true')).toBe(true);
  });

  test('is text and nothing else, blanks included', async () => {
    const page = await open(inFile);
    const text = '  <img src=x onerror=alert(1)>  a';
    const change: ChangeView = { ...keyMove('prod', 5), lines: [{ kind: 'added', text }] };
    page.bridge.previewMoveKey.mockResolvedValueOnce(change);
    await page.click('row-menu-prod');
    await page.click('row-menu-move-key');
    expect(page.get('difference').querySelector('code')?.textContent).toBe(text);
    expect(page.get('difference').querySelector('img')).toBeNull();
  });

  test('comes with what its lines do not say', async () => {
    const page = await open(inFile);
    const notes = ['The long-term key …MPLE leaves [prod].', '<b>Second</b>'];
    page.bridge.previewMoveKey.mockResolvedValueOnce({ ...keyMove('prod', 5), notes });
    await page.click('row-menu-prod');
    await page.click('row-menu-move-key');
    const shown = page.get('change-page').querySelectorAll('[data-testid="change-note"]');
    expect([...shown].map((note) => note.textContent)).toEqual(notes);
  });

  test('takes no digits and no letters', async () => {
    const page = await moving();
    await page.keys('123456d');
    await page.paste('123456');
    expect(page.bridge.login).not.toHaveBeenCalled();
    expect(page.has('change-page')).toBe(true);
    await page.press('Escape');
    expect(page.code.value).toBe('');
    expect(page.selected()).toBe('row-prod');
  });

  test('without a change offers nothing to confirm', async () => {
    const page = await open(inFile);
    page.bridge.previewMoveKey.mockResolvedValueOnce({ ...keyMove('prod', 5), lines: [] });
    await page.click('row-menu-prod');
    await page.click('row-menu-move-key');
    expect(page.has('change-nothing')).toBe(true);
    expect(page.has('change-confirm')).toBe(false);
  });
});

describe('a key’s move to the keyring', () => {
  test.each([
    ['a key in the keyring', row('x', { key: 'keyring' })],
    ['a role', script.role('x', 'Admin', '123456789012', { key: 'file' })],
    ['a session of another tool', { ...script.foreign('x', 60), key: 'file' as const }],
  ])('is not offered for %s', async (_, shown) => {
    const page = await open(board([shown]));
    await page.click('row-menu-x');
    expect(page.has('copy-export')).toBe(true);
    expect(page.has('row-menu-move-key')).toBe(false);
  });

  test('makes once what was shown, and says so', async () => {
    const page = await moving();
    const answer = pending<number>();
    page.bridge.moveKey.mockReturnValueOnce(answer.promise);
    await page.click('change-confirm');
    await page.click('change-confirm');
    await page.click('change-cancel');
    expect(page.bridge.moveKey).toHaveBeenCalledExactlyOnceWith(5);
    expect(page.text('change-confirm')).toBe('Moving…');
    expect(page.get('change-page').ariaBusy).toBe('true');
    answer.resolve(0);
    await page.settled();
    expect(page.has('change-page')).toBe(false);
    expect(page.text('outcome')).toBe('The key of “prod” is in the system keyring now.');
    expect(page.get('outcome').getAttribute('role')).toBe('status');
    expect(page.focused()).toBe('row-menu-prod');
  });

  test('is left by Cancel and by Escape without a change', async () => {
    const page = await moving();
    await page.click('change-cancel');
    expect(page.focused()).toBe('row-menu-prod');
    await page.click('row-menu-prod');
    await page.click('row-menu-move-key');
    await page.press('Escape');
    expect(page.focused()).toBe('row-menu-prod');
    expect(page.has('row-prod')).toBe(true);
    expect(page.bridge.moveKey).not.toHaveBeenCalled();
    expect(page.bridge.hide).not.toHaveBeenCalled();
    expect(page.text('outcome')).toBe('');
  });

  test('the outcome goes with the next thing that is done', async () => {
    const page = await moving();
    await page.click('change-confirm');
    expect(page.text('outcome')).not.toBe('');
    await page.press('ArrowDown');
    expect(page.text('outcome')).toBe('');
  });
});

describe('backups that still hold a moved key', () => {
  async function moved(count: number): Promise<Page> {
    const page = await moving();
    page.bridge.moveKey.mockResolvedValueOnce(count);
    await page.click('change-confirm');
    return page;
  }

  test('are deleted on demand', async () => {
    const page = await moved(2);
    expect(page.focused()).toBe('purge-page');
    expect(page.text('purge-backups')).toBe('Delete the 2 backups that hold this key');
    expect(page.bridge.purgeBackups).not.toHaveBeenCalled();
    await page.click('purge-backups');
    expect(page.bridge.purgeBackups).toHaveBeenCalledExactlyOnceWith('prod');
    expect(page.text('outcome')).toContain('2 backups deleted.');
    expect(page.focused()).toBe('row-menu-prod');
  });

  test.each(['click', 'Escape'])('are kept by a %s', async (way) => {
    const page = await moved(1);
    expect(page.text('purge-backups')).toBe('Delete the backup that holds this key');
    await (way === 'click' ? page.click('keep-backups') : page.press(way));
    expect(page.bridge.purgeBackups).not.toHaveBeenCalled();
    expect(page.text('outcome')).toContain('1 backup kept.');
    expect(page.focused()).toBe('row-menu-prod');
  });

  test('each choice is explained in a sentence', async () => {
    const page = await moved(2);
    for (const id of ['purge-backups', 'keep-backups']) {
      const described = page.get(id).getAttribute('aria-describedby') ?? '';
      expect(document.getElementById(described)?.textContent).toMatch(/^[^.]+\.$/);
    }
  });

  test('a refusal keeps the offer', async () => {
    const page = await moved(2);
    page.get('purge-backups').focus();
    page.bridge.purgeBackups.mockRejectedValueOnce(changedMeanwhile);
    await page.click('purge-backups');
    expect(page.text('problem')).toContain(changedMeanwhile.message);
    expect(page.focused()).toBe('purge-backups');
    await page.click('purge-backups');
    expect(page.bridge.purgeBackups).toHaveBeenCalledTimes(2);
    expect(page.text('outcome')).toContain('2 backups deleted.');
  });

  test('the offer waits while a row is wanted', async () => {
    const page = await moved(2);
    page.bridge.open('dev');
    await page.settled();
    expect(page.focused()).toBe('code-input');
    expect(page.has('purge-page')).toBe(false);
    page.bridge.open(null);
    await page.settled();
    expect(page.focused()).toBe('purge-page');
  });
});

test('a failure of the change leads back to the difference, not to the old ticket', async () => {
  const page = await moving();
  page.bridge.moveKey.mockRejectedValueOnce(changedMeanwhile);
  await page.click('change-confirm');
  expect(page.text('problem')).toContain(changedMeanwhile.message);
  expect(page.has('change-confirm')).toBe(false);
  expect(page.focused()).toBe('change-retry');
  page.bridge.previewMoveKey.mockResolvedValueOnce(keyMove('prod', 6));
  await page.click('change-retry');
  expect(page.focused()).toBe('change-page');
  await page.click('change-confirm');
  expect(page.bridge.moveKey.mock.calls).toEqual([[5], [6]]);
});

describe('the answer to a move that was left', () => {
  test('is still shown when the popover opens', async () => {
    const page = await moving();
    const answer = pending<number>();
    page.bridge.moveKey.mockReturnValueOnce(answer.promise);
    await page.click('change-confirm');
    await page.press('Escape');
    expect(page.bridge.hide).toHaveBeenCalledOnce();
    page.bridge.open(null);
    answer.resolve(3);
    await page.settled();
    expect(page.text('purge-backups')).toBe('Delete the 3 backups that hold this key');
  });

  test('leaves the keyboard to the row that is being answered', async () => {
    const page = await moving();
    const answer = pending<number>();
    page.bridge.moveKey.mockReturnValueOnce(answer.promise);
    await page.click('change-confirm');
    page.bridge.open('dev');
    await page.settled();
    await page.keys('12');
    answer.resolve(0);
    await page.settled();
    expect(page.text('outcome')).toContain('“prod” is in the system keyring now');
    expect(page.focused()).toBe('code-input');
    expect(page.code.value).toBe('12');
  });
});
