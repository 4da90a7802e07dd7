import { expect, test } from 'vitest';

import { t } from './messages';
import { board, onATestsTime, open, type Page, row, script } from './test-page';

const names = ['atlas', 'billing', 'core', 'data', 'edge', 'finance', 'gate', 'hub'];
const ops = script.role('ops', 'Breakglass', '998877665544');
const long = board([...names.map((name) => row(name)), row('infra', { roles: [ops] })]);

onATestsTime();

const field = (page: Page): HTMLInputElement => page.get('search') as HTMLInputElement;
const shown = (page: Page): string[] =>
  [...page.popover.querySelectorAll('profile-row')]
    .filter((each) => each.closest('[hidden]') === null)
    .map((each) => each.row.name);

async function press(page: Page, key: string, held: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
  const left = (document.activeElement ?? document.body).dispatchEvent(event);
  await page.settled();
  return left;
}

test('is there above eight rows, roles counted, and not before', async () => {
  expect((await open(long)).has('search')).toBe(true);
  expect((await open(board(names.map((name) => row(name))))).has('search')).toBe(false);
});

test('letters go there, and Escape brings the very rows back', async () => {
  const page = await open(long);
  const rows = [...page.popover.querySelectorAll('profile-row')];
  await page.keys('hu');
  expect(field(page).value).toBe('hu');
  expect(page.focused()).toBe('search');
  expect(shown(page)).toEqual(['hub']);
  await page.press('Escape');
  expect(field(page).value).toBe('');
  expect(shown(page)).toHaveLength(10);
  expect([...page.popover.querySelectorAll('profile-row')]).toEqual(rows);
  expect(page.bridge.hide).not.toHaveBeenCalled();
  await page.press('Escape');
  expect(page.bridge.hide).toHaveBeenCalledOnce();
});

test.each([
  ['/', {}],
  ['f', { ctrlKey: true }],
  ['f', { metaKey: true }],
])('%s with %j goes there', async (key, held) => {
  const page = await open(long);
  expect(page.focused()).toBe('code-input');
  expect(await press(page, key, held)).toBe(false);
  expect(page.focused()).toBe('search');
  expect(field(page).value).toBe('');
});

test('a slash is a letter of what is sought', async () => {
  const page = await open(long);
  field(page).focus();
  expect(await press(page, '/')).toBe(true);
});

test('a page with few rows has no search to go to', async () => {
  const page = await open(board([row('prod')]));
  await press(page, '/');
  expect(page.focused()).toBe('code-input');
});

test.each([
  ['9988', ['infra', 'ops']],
  ['breakglass', ['infra', 'ops']],
  ['GATE', ['gate']],
])('%s is found by account and role, too', async (text, found) => {
  const page = await open(long);
  await page.type('search', text);
  expect(shown(page)).toEqual(found);
});

test('arrow keys walk through what was found', async () => {
  const page = await open(long);
  await page.type('search', 'at');
  expect(shown(page)).toEqual(['atlas', 'data', 'gate']);
  field(page).focus();
  await page.press('ArrowDown');
  expect(page.selected()).toBe('row-data');
  await page.press('ArrowDown');
  expect(page.selected()).toBe('row-gate');
  expect(field(page).value).toBe('at');
});

test('Enter opens the first row that was found', async () => {
  const page = await open(long);
  await page.keys('gat');
  await page.press('Enter');
  expect(page.selected()).toBe('row-gate');
  expect(page.focused()).toBe('code-input');
});

test('nothing found is said, and heard', async () => {
  const page = await open(long);
  await page.type('search', 'zanzibar');
  const said = [...page.popover.querySelectorAll('[role="status"]')].map((each) =>
    each.textContent.trim(),
  );
  expect(said).toContain(t.nothingFound('zanzibar'));
  await page.press('Enter');
  expect(shown(page)).toEqual([]);
});
