/** Digits that the window held until the page was there. */

import { expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { board, FakeBridge, onATestsTime, openOn, type Page, pending, row } from './test-page';

onATestsTime();

/** A page that begins with these digits typed already, once the window says so. */
async function begins(rows: BoardView) {
  const early = pending<string>();
  const bridge = new FakeBridge(rows);
  bridge.typedEarly.mockReturnValueOnce(early.promise);
  return { early, bridge, page: await openOn(bridge) };
}

const field = (page: Page): HTMLInputElement => page.get('code-input') as HTMLInputElement;

test('a whole code that was typed early signs in', async () => {
  const { early, bridge, page } = await begins(board([row('prod'), row('dev')]));
  early.resolve('804213');
  await page.settled();
  expect(bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '804213', null);
});

test('what was typed early stands before what was typed since', async () => {
  const { early, bridge, page } = await begins(board([row('prod')]));
  await page.type('code-input', '13');
  early.resolve('8042');
  await page.settled();
  expect(bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '804213', null);
});

test('what comes after the sixth digit is dropped, as ever', async () => {
  const { early, bridge, page } = await begins(board([row('prod')]));
  await page.type('code-input', '13');
  early.resolve('80421');
  await page.settled();
  expect(bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '804211', null);
  expect(page.has('code-excess')).toBe(false);
});

test('half a code waits for the rest', async () => {
  const { early, bridge, page } = await begins(board([row('prod')]));
  early.resolve('804');
  await page.settled();
  expect(field(page).value).toBe('804');
  expect(bridge.login).not.toHaveBeenCalled();
});

test('the page asks when its rows are there, and once', async () => {
  const { early, bridge, page } = await begins(board([row('prod')]));
  expect(page.has('row-prod')).toBe(true);
  early.resolve('');
  bridge.publish(board([row('prod'), row('dev')]));
  await page.settled();
  expect(bridge.typedEarly).toHaveBeenCalledOnce();
});

test("without a code field they are nobody's", async () => {
  const { early, bridge, page } = await begins(board([]));
  early.resolve('804213');
  await page.settled();
  expect(bridge.login).not.toHaveBeenCalled();
  expect(page.has('empty')).toBe(true);
});
