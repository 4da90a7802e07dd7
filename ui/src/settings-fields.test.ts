import { describe, expect, test } from 'vitest';

import type { SettingsView } from './bindings/SettingsView';
import { settingsOf } from './bridge/settings';
import { t } from './messages';
import { onATestsTime, type Page, pending } from './test-page';
import { input, refusal, saved, settings, write } from './test-settings';

onATestsTime();

describe('reminders', () => {
  test('stand as chips, and the keyboard goes on to the next', async () => {
    const page = await settings();
    expect(page.text('reminder-0')).toBe('at the end');
    page.get('reminder-120').focus();
    await page.click('reminder-120');
    expect(page.focused()).toBe('reminder-0');
    await page.click('reminder-0');
    expect(page.focused()).toBe('reminder-900');
    await page.click('reminder-900');
    expect(page.focused()).toBe('reminder-new');
    expect(page.text('settings-page')).toContain(t.settings.noReminders);
  });

  test.each([
    ['soon', t.settings.reminderBad],
    ['', t.settings.reminderBad],
    ['37 h', t.settings.reminderLong],
  ])('%j is none', async (text, words) => {
    const page = await settings();
    await page.type('reminder-new', text);
    await page.click('reminder-add');
    expect(page.text('reminder-error')).toBe(words);
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
    expect(page.focused()).toBe('reminder-new');
  });

  test('one that is there already is not added again', async () => {
    const page = await settings();
    await write(page, 'reminder-new', '15');
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
    expect(input(page, 'reminder-new').value).toBe('');
  });

  test('a refusal keeps the chip and the keyboard', async () => {
    const page = await settings();
    page.bridge.saveSettings.mockRejectedValueOnce(refusal);
    page.get('reminder-120').focus();
    await page.click('reminder-120');
    expect(page.text('reminder-failure')).toContain(refusal.hint);
    expect(page.focused()).toBe('reminder-120');
  });
});

describe('quiet hours', () => {
  test('count when both are there, as typed by people', async () => {
    const page = await settings();
    page.get('quiet-from').focus();
    await page.type('quiet-from', '22');
    page.get('quiet-until').focus();
    await page.settled();
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
    expect(page.has('quiet-error')).toBe(false);
    await page.type('quiet-until', '7.30');
    page.get('sound').focus();
    await page.settled();
    expect(saved(page)?.quietHours).toEqual({ from: '22:00', until: '07:30' });
    expect(input(page, 'quiet-from').value).toBe('22:00');
  });

  test('go when both are empty', async () => {
    const page = await settings({ quietHours: { from: '22:00', until: '07:00' } });
    page.get('quiet-from').focus();
    await page.type('quiet-from', '');
    await write(page, 'quiet-until', '');
    expect(saved(page)?.quietHours).toBeNull();
  });

  test.each([
    ['22:00', '', t.settings.quietHalf],
    ['25:00', '7', t.settings.timeBad],
    ['9', 'late', t.settings.timeBad],
    ['9', '09:00', t.settings.quietSame],
  ])('%j to %j is not saved', async (from, until, words) => {
    const page = await settings();
    await page.type('quiet-from', from);
    await write(page, 'quiet-until', until);
    expect(page.text('quiet-error')).toBe(words);
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
  });

  test('a refusal keeps what was typed', async () => {
    const page = await settings();
    page.bridge.saveSettings.mockRejectedValueOnce(refusal);
    await page.type('quiet-from', '23');
    await write(page, 'quiet-until', '6');
    expect(page.text('quiet-failure')).toContain(refusal.message);
    expect(input(page, 'quiet-until').value).toBe('6');
    await page.press('Enter');
    expect(page.has('quiet-failure')).toBe(false);
    expect(saved(page)?.quietHours).toEqual({ from: '23:00', until: '06:00' });
  });

  test('left while they are on their way are saved once', async () => {
    const page = await settings();
    const { promise, resolve } = pending<SettingsView>();
    page.bridge.saveSettings.mockReturnValueOnce(promise);
    await page.type('quiet-from', '23');
    await write(page, 'quiet-until', '6');
    page.get('sound').focus();
    await page.settled();
    expect(page.bridge.saveSettings).toHaveBeenCalledOnce();
    resolve(settingsOf({ quietHours: { from: '23:00', until: '06:00' } }));
    await page.settled();
    expect(page.bridge.saveSettings).toHaveBeenCalledOnce();
    expect(input(page, 'quiet-from').value).toBe('23:00');
  });
});

describe('the shortcut', () => {
  const press = async (page: Page, key: string, held: KeyboardEventInit = {}): Promise<void> => {
    const event = { key, bubbles: true, cancelable: true, ...held };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', event));
    await page.settled();
  };

  async function recording(rest: Partial<SettingsView> = {}): Promise<Page> {
    const page = await settings(rest);
    page.get('shortcut-record').focus();
    await page.click('shortcut-record');
    expect(page.text('shortcut-record')).toBe(t.settings.recording);
    return page;
  }

  test('is what is pressed next', async () => {
    const page = await recording();
    await press(page, 'Control', { ctrlKey: true });
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
    await press(page, 'd', { ctrlKey: true, altKey: true, code: 'KeyD' });
    expect(saved(page)?.shortcut).toBe('Ctrl+Alt+D');
    expect(page.text('shortcut-keys')).toBe('CtrlAltD');
    expect(page.text('shortcut-record')).toBe(t.settings.record);
  });

  test('is none that is needed for typing', async () => {
    const page = await recording();
    await press(page, 'd', { code: 'KeyD' });
    expect(page.text('shortcut-weak')).toBe(t.settings.shortcutWeak);
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
  });

  test('Escape leaves everything as it is, the page included', async () => {
    const page = await recording();
    await press(page, 'Escape');
    expect(page.text('shortcut-record')).toBe(t.settings.record);
    expect(page.has('settings-page')).toBe(true);
    await press(page, 'Escape');
    expect(page.has('settings-page')).toBe(false);
  });

  test('does not catch Tab', async () => {
    await recording();
    const tab = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
    expect(document.activeElement?.dispatchEvent(tab)).toBe(true);
  });

  test('can be given up, and the keyboard stays beside it', async () => {
    const page = await settings({ shortcut: 'Ctrl+Alt+D' });
    page.get('shortcut-clear').focus();
    await page.click('shortcut-clear');
    expect(saved(page)?.shortcut).toBeNull();
    expect(page.has('shortcut-clear')).toBe(false);
    expect(page.focused()).toBe('shortcut-record');
  });

  test('says why it does not work here', async () => {
    const page = await settings({ shortcut: 'Ctrl+Alt+D', shortcutProblem: refusal });
    expect(page.text('shortcut-failure')).toContain(refusal.message);
  });

  test('that is refused stays as it was', async () => {
    const page = await recording({ shortcut: 'Ctrl+Alt+D' });
    page.bridge.saveSettings.mockRejectedValueOnce(refusal);
    await press(page, 'F5');
    expect(page.text('shortcut-keys')).toBe('CtrlAltD');
    expect(page.text('shortcut-failure')).toContain(refusal.hint);
  });
});
