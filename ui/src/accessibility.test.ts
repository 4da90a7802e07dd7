import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';

import { boards, Script } from './bridge/boards';
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

test.each(Object.entries(boards))('%s', async (_, shown) => {
  await open(shown(new Script(Date.now())));
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
