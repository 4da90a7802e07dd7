import { describe, expect, test } from 'vitest';

import type { ChangeView } from './bindings/ChangeView';
import { changedMeanwhile, keyMove } from './bridge/changes';
import { board, onATestsTime, open, type Page, pending, row } from './test-page';

const inFile = board([row('prod', { key: 'file' }), row('dev')]);

onATestsTime();

async function undoing(): Promise<Page> {
  const page = await open(inFile);
  await page.click('undo-open');
  return page;
}

describe('undoing a change', () => {
  test('lists the backups, newest first, in words', async () => {
    const page = await undoing();
    expect(page.focused()).toBe('backup-b1');
    const shown = [...page.popover.querySelectorAll<HTMLElement>('[data-testid^="backup-"]')];
    expect(shown.map((backup) => backup.querySelector('.backup-when')?.textContent)).toEqual([
      'today, 08:56',
      'today, 07:25',
      'yesterday, 09:00',
      'Thu, Nov 19, 09:00',
      'Oct 18, 2025, 10:00',
    ]);
    expect(page.text('backup-b1')).toContain('Before a profile or a key came or went');
    expect(page.text('backup-b2')).toContain('Before the first change of that day');
  });

  test('tells backups of one minute apart by their seconds', async () => {
    const page = await open(inFile);
    const taken = ['2026-11-22T07:00:05Z', '2026-11-22T07:00:41Z', '2026-11-22T07:01:00Z'];
    page.bridge.backups.mockResolvedValueOnce(
      taken.map((each, index) => ({ id: `s${index}`, taken: each, reason: 'structure' })),
    );
    await page.click('undo-open');
    const words = [...page.popover.querySelectorAll('.backup-when')].map(
      (each) => each.textContent,
    );
    expect(words).toEqual(['today, 08:01', 'today, 08:00:41', 'today, 08:00:05']);
  });

  test('arrow keys walk through the backups', async () => {
    const page = await undoing();
    await page.press('ArrowDown', 'ArrowDown');
    expect(page.focused()).toBe('backup-b3');
    await page.press('ArrowUp', 'ArrowUp', 'ArrowUp');
    expect(page.focused()).toBe('backup-b5');
  });

  test('brings back what was shown', async () => {
    const page = await undoing();
    await page.click('backup-b2');
    expect(page.bridge.previewUndo).toHaveBeenCalledExactlyOnceWith('b2');
    expect(page.bridge.undo).not.toHaveBeenCalled();
    expect(page.focused()).toBe('change-page');
    expect(page.text('change-page')).toContain('Undo changes since today, 07:25');
    await page.click('change-confirm');
    expect(page.bridge.undo).toHaveBeenCalledExactlyOnceWith(7);
    expect(page.text('outcome')).toBe('The credentials file is as it was today, 07:25.');
    expect(page.focused()).toBe('undo-open');
  });

  test('Escape goes back step by step, and the keyboard to where it was', async () => {
    const page = await undoing();
    await page.click('backup-b3');
    await page.press('Escape');
    expect(page.focused()).toBe('backup-b3');
    await page.press('Escape');
    expect(page.focused()).toBe('undo-open');
    expect(page.bridge.hide).not.toHaveBeenCalled();
    await page.press('Escape');
    expect(page.bridge.hide).toHaveBeenCalledOnce();
  });

  test('says so when there is nothing', async () => {
    const page = await open(board([]));
    page.bridge.backups.mockResolvedValueOnce([]);
    await page.click('undo-open');
    expect(page.focused()).toBe('backups-page');
    expect(page.text('backups-page')).toContain('There is nothing to undo yet');
    await page.click('undo-close');
    expect(page.focused()).toBe('undo-open');
  });
});

describe('failures', () => {
  test.each(['backups', 'previewUndo'] as const)('of %s can be tried again', async (asked) => {
    const page = await open(inFile);
    page.bridge[asked].mockRejectedValueOnce(changedMeanwhile);
    await page.click('undo-open');
    if (asked === 'previewUndo') await page.click('backup-b1');
    expect(page.text('problem')).toContain(changedMeanwhile.message);
    expect(page.has('change-confirm')).toBe(false);
    expect(page.focused()).toBe('change-retry');
    await page.click('change-retry');
    expect(page.has('problem')).toBe(false);
    expect(page.focused()).toBe(asked === 'backups' ? 'backup-b1' : 'change-page');
    expect(page.has(asked === 'backups' ? 'backup-b5' : 'change-confirm')).toBe(true);
  });
});

describe('answers that come late', () => {
  test('are dropped when nobody waits for them', async () => {
    const page = await undoing();
    const answer = pending<ChangeView>();
    page.bridge.previewUndo.mockReturnValueOnce(answer.promise);
    await page.click('backup-b1');
    await page.press('Escape');
    await page.click('backup-b2');
    answer.resolve(keyMove('late', 99));
    await page.settled();
    await page.click('change-confirm');
    expect(page.bridge.undo).toHaveBeenCalledExactlyOnceWith(7);
  });
});
