import { describe, expect, test, vi } from 'vitest';

import { codeRejected } from './bridge/boards';
import { secondsToNextCode } from './countdown';
import { board, NOW, onATestsTime, open, type Page, row, script } from './test-page';

onATestsTime();

const used = board([row('prod', script.codeUsed())]);
const free = board([row('prod')]);
const held = board([row('prod', { ...script.codeUsed(), state: 'signing-in' })]);
const busy = board([row('prod', { state: 'signing-in' })]);

/** What the live region beside the field says. */
const said = (page: Page): string =>
  page.get('row-prod').querySelector('[role="status"]')?.textContent.trim() ?? '';

/** Lets time pass, with everything that comes due. */
async function pass(page: Page, seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await page.settled();
}

test('the seconds to the next code are counted up to a whole one, and end', () => {
  const at = new Date(NOW + 20_000).toISOString();
  expect(secondsToNextCode(at, NOW)).toBe(20);
  expect(secondsToNextCode(at, NOW + 19_999)).toBe(1);
  expect(secondsToNextCode(at, NOW + 20_000)).toBeNull();
  expect(secondsToNextCode(null, NOW)).toBeNull();
});

describe('while the code of this window is used', () => {
  test('the field says so, with the seconds, until the next one comes', async () => {
    const page = await open(used);
    expect(page.text('code-wait')).toBe('That code has been used. The next one comes in 20 s.');
    await pass(page, 8);
    expect(page.text('code-wait')).toBe('That code has been used. The next one comes in 12 s.');
    await pass(page, 12);
    expect(page.has('code-wait')).toBe(false);
    expect(said(page)).toBe('');
  });

  test('it is said once, and the seconds are not read aloud', async () => {
    const page = await open(free);
    const region = page.get('row-prod').querySelector('[role="status"]');
    page.bridge.publish(used);
    await page.settled();
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    const all = { subtree: true, childList: true, characterData: true };
    if (region) observer.observe(region, all);
    expect(said(page)).toBe('That code has been used. Wait for the next one.');
    await pass(page, 5);
    expect(changes).toEqual([]);
    expect(page.get('row-prod').querySelector('[role="status"]')).toBe(region);
    expect(page.get('code-wait').getAttribute('aria-hidden')).toBe('true');
  });

  test('the field is described by it', async () => {
    const page = await open(used);
    const id = page.code.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(id)?.textContent).toContain('has been used');
    page.bridge.publish(free);
    await page.settled();
    expect(page.code.hasAttribute('aria-describedby')).toBe(false);
  });

  test('digits are taken, and wait with Daypass', async () => {
    const page = await open(used);
    await page.keys('123456');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '123456', null);
    page.bridge.publish(held);
    await page.settled();
    expect(page.text('code-wait')).toBe('The last code has been used. Yours is sent in 20 s.');
    expect(said(page)).toContain('Yours is sent as soon as the next one comes.');
    expect(page.code.readOnly).toBe(true);
    expect(page.popover.querySelector('.progress')).toBeNull();
    await page.press('Escape');
    expect(page.bridge.cancel).toHaveBeenCalledExactlyOnceWith('prod');
  });

  test('the line runs as soon as they are sent', async () => {
    const page = await open(held);
    expect(page.popover.querySelector('.progress')).toBeNull();
    page.bridge.publish(busy);
    await page.settled();
    expect(page.popover.querySelector('.progress')).not.toBeNull();
    expect(page.has('code-wait')).toBe(false);
  });

  test('the same digits come back at once, and one sentence says why', async () => {
    const page = await open(used);
    await page.keys('123456');
    page.bridge.logins[0]?.reject(codeRejected);
    await page.settled();
    expect(page.code.value).toBe('');
    expect(page.focused()).toBe('code-input');
    expect(page.text('code-wait')).toBe('Next code in 20 s');
  });
});

test('a role that needs no code has nothing to wait for', async () => {
  const rows = [row('ci', { needsCode: false, serial: null })];
  const page = await open(board(rows));
  expect(page.has('code-wait')).toBe(false);
  expect(page.has('start')).toBe(true);
});
