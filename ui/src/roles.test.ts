import { describe, expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { boards } from './bridge/boards';
import { planWords } from './row-parts';
import { isEmpty } from './rows';
import { NOW, onATestsTime, open, script } from './test-page';

onATestsTime();

function shown(name: string): BoardView {
  const made = boards[name]?.(script);
  if (!made) throw new Error(`there is no board ${name}`);
  return made;
}

describe('one code for many profiles', () => {
  test('the identity says how far its code goes', async () => {
    const page = await open(shown('roles'));
    expect(page.text('covers')).toBe('1 code covers 3 profiles');
  });

  test('and says nothing where it covers one', async () => {
    const page = await open(shown('ended'));
    expect(page.has('covers')).toBe(false);
  });
});

describe('the way to a role', () => {
  const plan = script.plan();

  test.each([
    [
      { until: '2026-11-22T17:02:00Z' },
      /^Through the session: no further code, 1 h at a time, renewed by itself until .+02\.$/u,
    ],
    [
      {},
      /^Through the session: no further code, 1 h at a time, renewed by itself while the session lasts\.$/u,
    ],
    [
      { renewed: false, seconds: 900 },
      /^Through the session: no further code, 15 min at a time, renewed when you ask\.$/u,
    ],
    [
      { way: 'direct' as const, seconds: 43_200, renewed: false },
      /^Directly: one code for 12 h, not renewed\.$/u,
    ],
  ])('%j is one sentence', (rest, sentence) => {
    expect(planWords({ ...plan, ...rest }, NOW)).toMatch(sentence);
  });

  test('stands in the menu of its row', async () => {
    const page = await open(shown('roles'));
    await page.click('row-menu-prod-admin');
    expect(page.text('plan')).toContain('renewed by itself until');
  });
});

describe('a role that leads nowhere', () => {
  test('stands for itself, says why, and offers nothing that would fail', async () => {
    const page = await open(shown('stranded'));
    expect(page.text('row-deploy')).toContain('deploy → base → deploy');
    page.get('row-deploy').querySelector<HTMLElement>('.head')?.click();
    await page.settled();
    expect(page.get('row-deploy').querySelector('[data-testid="start"]')).toBeNull();
  });

  test('alone does not fill an empty board', () => {
    const all = shown('stranded');
    expect(isEmpty(all)).toBe(false);
    expect(isEmpty({ ...all, rows: all.rows.filter((row) => row.name === 'deploy') })).toBe(true);
  });
});
