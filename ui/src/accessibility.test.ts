import axe from 'axe-core';
import { afterEach, expect, test, vi } from 'vitest';

import { boards, Script } from './bridge/boards';
import { demoBridge } from './bridge/demo';
import { walk, walks } from './bridge/walks';
import { open } from './test-page';

afterEach(() => {
  document.body.replaceChildren();
});

/** What axe finds in the document; jsdom draws nothing, so colours are looked at in a browser. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

document.documentElement.lang = 'en';
document.title = 'Daypass';

/** Five hundred rows are more of the same, and too many for a document without a layout. */
const small = Object.entries(boards).filter(([name]) => name !== 'crowd');

test.each(small)('%s', async (_, shown) => {
  await open(shown(new Script(Date.now())));
  expect(await violations()).toEqual([]);
});

test.each(Object.keys(walks))('%s', async (state) => {
  const popover = document.createElement('daypass-popover');
  popover.bridge = demoBridge(state, 0);
  document.body.replaceChildren(popover);
  await walk(popover, state);
  await vi.waitFor(() => {
    expect(popover.querySelector('[aria-busy="true"]')).toBeNull();
  });
  expect(await violations()).toEqual([]);
});

test('the form, with its errors', async () => {
  const page = await open(new Script(Date.now()).board([]));
  await page.click('add-key');
  await page.click('add-submit');
  expect(await violations()).toEqual([]);
});

test('a menu, and its question', async () => {
  const script = new Script(Date.now());
  const page = await open(script.board([script.row('prod', script.session(3600))]));
  await page.click('row-menu-prod');
  expect(await violations()).toEqual([]);
  await page.click('remove-key');
  expect(await violations()).toEqual([]);
});
