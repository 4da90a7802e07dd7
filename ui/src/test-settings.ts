/** For tests of the settings page: the page open, and what was saved of it. */

import { vi } from 'vitest';

import type { FailureView } from './bindings/FailureView';
import type { SettingsForm } from './bindings/SettingsForm';
import type { SettingsView } from './bindings/SettingsView';
import { settingsOf } from './bridge/settings';
import { board, open, type Page, row, script } from './test-page';

export const rows = board([row('prod', script.session(3600)), row('dev')]);

export const refusal: FailureView = {
  code: 'settings',
  message: 'The settings cannot be written.',
  hint: 'Make their folder writable; nothing was changed.',
  detail: null,
  requestId: null,
};

export async function settings(rest: Partial<SettingsView> = {}): Promise<Page> {
  const page = await open(rows, settingsOf(rest));
  page.popover.speak = vi.fn();
  page.popover.paint = vi.fn();
  await page.click('settings');
  return page;
}

/** What was saved last. */
export function saved(page: Page): SettingsForm | undefined {
  return page.bridge.saveSettings.mock.lastCall?.[0];
}

export const input = (page: Page, testid: string): HTMLInputElement =>
  page.get(testid) as HTMLInputElement;

/** Types into a field as a person does: there, and with a key that ends it. */
export async function write(
  page: Page,
  testid: string,
  text: string,
  end = 'Enter',
): Promise<void> {
  page.get(testid).focus();
  await page.type(testid, text);
  await page.press(end);
}
