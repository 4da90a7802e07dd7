import { expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { board, FakeBridge, onATestsTime, openOn, pending, row } from './test-page';

onATestsTime();

/** A page whose first board is still on its way. */
async function asking() {
  const asked = pending<BoardView>();
  const bridge = new FakeBridge(board([]));
  bridge.board.mockReturnValue(asked.promise);
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
