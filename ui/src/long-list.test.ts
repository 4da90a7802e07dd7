import { afterEach, describe, expect, test, vi } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { ProfileRow } from './profile-row';
import { saidSince, saidUntil } from './row-words';
import { keepingRows } from './same-rows';
import { board, onATestsTime, open, type Page, row, script } from './test-page';

const MINUTE = 60_000;

onATestsTime();

/** What is in sight is said by the test: jsdom lays nothing out. */
class Sight implements Partial<IntersectionObserver> {
  static last: Sight;
  readonly watched = new Set<Element>();
  constructor(readonly tell: (entries: Partial<IntersectionObserverEntry>[]) => void) {
    Sight.last = this;
  }
  observe(target: Element): void {
    this.watched.add(target);
  }
  unobserve(target: Element): void {
    this.watched.delete(target);
  }
  /** These rows come into sight or leave it. */
  async turn(page: Page, names: readonly string[], isIntersecting: boolean): Promise<void> {
    const boundingClientRect = { height: 77 } as DOMRectReadOnly;
    const targets = [...page.popover.querySelectorAll('row-slot')].filter((each) =>
      names.includes(each.row.name),
    );
    this.tell(targets.map((target) => ({ target, isIntersecting, boundingClientRect })));
    await page.settled();
  }
}
vi.stubGlobal('IntersectionObserver', Sight);

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sixty users with a role each, as the program would publish them: new objects each time. */
function published(change: (name: string) => object = () => ({})): BoardView {
  const names = Array.from({ length: 60 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
  const session = { ...script.session(8 * 3600 - 10) };
  const rows = names.map((name) =>
    row(name, {
      ...session,
      ...change(name),
      roles: [script.role(`${name}-role`, 'Role', '123456789012', session)],
    }),
  );
  return structuredClone(board(rows));
}

/** The names of the rows that are drawn while something happens. */
async function drawn(happens: () => Promise<unknown>): Promise<string[]> {
  const render = vi.spyOn(ProfileRow.prototype as unknown as { render: () => unknown }, 'render');
  await happens();
  return render.mock.contexts.map((each) => (each as ProfileRow).row.name);
}

describe('rows that have nothing new to say', () => {
  test('are not drawn again for a new board', async () => {
    const page = await open(published());
    const names = await drawn(async () => {
      const changed = { state: 'ended', expires: '2026-01-01T00:00:00Z' };
      page.bridge.publish(published((name) => (name === 'user-03' ? changed : {})));
      await page.settled();
    });
    expect(names).toEqual(['user-03']);
  });

  test('are not drawn again each second', async () => {
    const page = await open(published());
    const names = await drawn(async () => {
      await vi.advanceTimersByTimeAsync(3000);
      await page.settled();
    });
    expect(new Set(names)).toEqual(new Set(['user-00']));
    expect(names.length).toBeGreaterThan(1);
  });
});

describe('a list of hundreds', () => {
  const names = (page: Page): string[] =>
    [...page.popover.querySelectorAll('profile-row')].map((each) => each.row.name);

  test('draws what is in sight; the others are their names', async () => {
    const page = await open(published());
    expect(names(page)).toHaveLength(12);
    await Sight.last.turn(page, ['user-40', 'user-41'], true);
    expect(names(page)).toHaveLength(14);
    await Sight.last.turn(page, ['user-40'], false);
    expect(names(page)).not.toContain('user-40');
    const slots = [...page.popover.querySelectorAll('row-slot')];
    expect(slots).toHaveLength(120);
    const gone = slots.find((each) => each.row.name === 'user-40');
    expect(gone?.textContent.trim()).toBe('user-40');
    expect(gone?.style.minBlockSize).toBe('77px');
  });

  test('draws the row that is gone to, and keeps it while it is open', async () => {
    const page = await open(published());
    page.bridge.open('user-50');
    await page.settled();
    expect(page.selected()).toBe('row-user-50');
    expect(page.focused()).toBe('code-input');
    await Sight.last.turn(page, ['user-50'], true);
    await Sight.last.turn(page, ['user-50'], false);
    expect(names(page)).toContain('user-50');
  });

  test('a name that has the keyboard becomes a row that has it', async () => {
    const page = await open(published());
    const slot = [...page.popover.querySelectorAll('row-slot')].find(
      (each) => each.row.name === 'user-45',
    );
    slot?.querySelector('button')?.focus();
    await Sight.last.turn(page, ['user-45'], true);
    expect(document.activeElement?.closest('profile-row')?.row.name).toBe('user-45');
  });

  test('draws what was sought', async () => {
    const page = await open(published());
    await page.type('search', 'user-44');
    expect(names(page)).toContain('user-44');
    expect(names(page)).toContain('user-44-role');
  });
});

describe('a new board', () => {
  test('keeps the rows that stayed the same', () => {
    const before = published();
    const after = keepingRows(
      before,
      published((name) => (name === 'user-07' ? { account: '210987654321' } : {})),
    );
    const changed = after.rows.filter((each, index) => each !== before.rows[index]);
    expect(changed.map((each) => [each.name, each.account])).toEqual([['user-07', '210987654321']]);
    expect(changed[0]?.roles[0]).toBe(before.rows[7]?.roles[0]);
  });
});

describe('a row’s words', () => {
  const now = Date.parse('2026-11-22T17:00:00Z');

  test('stand until the next minute of what is left', () => {
    const running = row('prod', { state: 'active', expires: '2026-11-22T18:00:30Z' });
    const change = now + 30_001;
    expect(saidUntil(running, now, 0)).toBe(change);
    expect(saidSince(running, now + 20_000, 0)).toBe(now);
    expect(saidSince(running, change, 0)).toBe(change);
  });

  test('of a clock set back are looked up anew', () => {
    const running = row('prod', { state: 'active', expires: '2026-11-22T18:00:30Z' });
    saidSince(running, now, 0);
    expect(saidSince(running, now - MINUTE, 0)).toBe(now - MINUTE);
    expect(saidSince(running, now, 5000)).toBe(now);
  });

  test('without an end stand until midnight', () => {
    const midnight = Date.parse('2026-11-23T00:00:00+01:00');
    expect(saidUntil(row('prod'), now, 0)).toBe(midnight);
    const untold = row('x', { state: 'unknown-end', latest: '2026-11-22T20:00:00Z' });
    expect(saidUntil(untold, now, 0)).toBe(Date.parse('2026-11-22T20:00:00Z'));
  });
});
