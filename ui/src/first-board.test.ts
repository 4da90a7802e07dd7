import { expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import type { Unlisten } from './bridge';
import { board, FakeBridge, onATestsTime, openOn, pending, row } from './test-page';

onATestsTime();

/** A page whose first board is still on its way. */
async function asking() {
  const asked = pending<BoardView>();
  const bridge = new FakeBridge(board([row('prod')]));
  bridge.board.mockReturnValueOnce(asked.promise);
  return { asked, bridge, page: await openOn(bridge) };
}

test('the first board does not take the place of one that came while it was on its way', async () => {
  const { asked, bridge, page } = await asking();
  bridge.publish(board([row('prod'), row('dev')]));
  await page.settled();
  asked.resolve(board([row('prod')]));
  await page.settled();
  expect(page.has('row-dev')).toBe(true);
});

test('the first board is shown when nothing was told meanwhile', async () => {
  const { asked, page } = await asking();
  expect(page.has('row-prod')).toBe(false);
  asked.resolve(board([row('prod')]));
  await page.settled();
  expect(page.has('row-prod')).toBe(true);
});

/** A page that has its first board, and hears of none yet. */
async function deaf() {
  const hears = pending<Unlisten>();
  const bridge = new FakeBridge(board([row('prod')]));
  bridge.onBoard = () => hears.promise;
  return { hears, bridge, page: await openOn(bridge) };
}

test('rows stand before the page hears of others', async () => {
  const { page } = await deaf();
  expect(page.has('row-prod')).toBe(true);
});

test('what changed before the page could hear of it is asked for', async () => {
  const { hears, bridge, page } = await deaf();
  bridge.publish(board([row('prod'), row('dev')]));
  await page.settled();
  expect(page.has('row-dev')).toBe(false);
  hears.resolve(() => undefined);
  await page.settled();
  expect(page.has('row-dev')).toBe(true);
});
