import { describe, expect, test } from 'vitest';

import { codeRejected, foreignOwner } from './bridge/boards';
import { board, onATestsTime, open, type Page, row } from './test-page';

const owned = board([row('prod', { problem: foreignOwner, target: 'prod-mfa' }), row('dev')]);

onATestsTime();

/** Signs in to `prod` until it is refused because of another program's session. */
async function refused(): Promise<Page> {
  const page = await open(board([row('prod', { target: 'prod-mfa' }), row('dev')]));
  await page.keys('123456');
  page.bridge.publish(owned);
  page.bridge.logins[0]?.reject(foreignOwner);
  await page.settled();
  return page;
}

describe('another program’s session in the way', () => {
  test('can be taken over with the next code, never with the last one', async () => {
    const page = await refused();
    expect(page.text('problem')).toContain('belongs to awsume');
    page.get('take-over').focus();
    await page.click('take-over');
    expect(page.bridge.login).toHaveBeenCalledOnce();
    expect(page.focused()).toBe('code-input');
    expect(page.code.value).toBe('');
    expect(page.has('problem')).toBe(false);
    expect(page.text('taking-over')).toContain('the other program in “prod-mfa”');
    await page.keys('654321');
    expect(page.bridge.login).toHaveBeenLastCalledWith('prod', '654321', null, true);
  });

  test('is offered for a refusal of before', async () => {
    const page = await open(owned);
    expect(page.has('take-over')).toBe(true);
  });

  test('stays meant after a wrong code', async () => {
    const page = await refused();
    await page.click('take-over');
    await page.keys('654321');
    page.bridge.logins[1]?.reject(codeRejected);
    await page.settled();
    expect(page.has('taking-over')).toBe(true);
    await page.keys('111111');
    expect(page.bridge.login).toHaveBeenLastCalledWith('prod', '111111', null, true);
  });

  test.each<[string, (page: Page) => Promise<void>]>([
    [
      'its button',
      (page) => {
        page.get('take-over-cancel').focus();
        return page.click('take-over-cancel');
      },
    ],
    ['Escape', (page) => page.press('Escape')],
    ['another row', (page) => page.press('ArrowDown', 'ArrowUp')],
    [
      'a new opening',
      (page) => {
        page.bridge.open('prod');
        return page.settled();
      },
    ],
  ])('is left alone again by %s', async (_, leave) => {
    const page = await refused();
    await page.click('take-over');
    await leave(page);
    expect(page.bridge.hide).not.toHaveBeenCalled();
    expect(page.has('taking-over')).toBe(false);
    expect(page.has('take-over')).toBe(true);
    expect(page.focused()).toBe('code-input');
    await page.keys('654321');
    expect(page.bridge.login).toHaveBeenLastCalledWith('prod', '654321', null);
  });

  test('is over after a success', async () => {
    const page = await refused();
    await page.click('take-over');
    await page.keys('654321');
    page.bridge.publish(board([row('prod'), row('dev')]));
    page.bridge.logins[1]?.resolve();
    await page.settled();
    await page.press('ArrowDown');
    await page.keys('111111');
    expect(page.bridge.login).toHaveBeenLastCalledWith('prod', '111111', null);
  });

  test('needs only the button where no code is needed', async () => {
    const page = await open(board([row('ci', { problem: foreignOwner, needsCode: false })]));
    await page.click('take-over');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('ci', null, null, true);
  });
});

test('the end of a session that is refused offers no takeover', async () => {
  const page = await open(
    board([row('prod', { state: 'active', expires: '2026-11-22T18:00:00Z' })]),
  );
  page.bridge.logout.mockRejectedValueOnce(foreignOwner);
  await page.click('row-menu-prod');
  await page.click('end-session');
  expect(page.text('problem')).toContain('belongs to awsume');
  expect(page.has('take-over')).toBe(false);
});
