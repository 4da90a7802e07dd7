import { describe, expect, test } from 'vitest';

import type { SettingsForm } from './bindings/SettingsForm';
import { badFile, settingsOf } from './bridge/settings';
import { t } from './messages';
import { formOf } from './setting';
import { onATestsTime, open, type Page } from './test-page';
import { input, refusal, rows, saved, settings, write } from './test-settings';

onATestsTime();

describe('the way there and back', () => {
  test('the gear opens the page, from its title on', async () => {
    const page = await settings();
    expect(page.focused()).toBe('settings-page');
    expect(page.has('row-prod')).toBe(false);
    expect(page.get('settings').getAttribute('aria-expanded')).toBe('true');
  });

  test.each([
    ['Back', (page: Page) => page.click('settings-close')],
    ['Escape', (page: Page) => page.press('Escape')],
    ['the gear', (page: Page) => page.click('settings')],
  ])('%s leads back to the rows, and the keyboard to the gear', async (_, leave) => {
    const page = await settings();
    await leave(page);
    expect(page.has('settings-page')).toBe(false);
    expect(page.has('row-prod')).toBe(true);
    expect(page.focused()).toBe('settings');
    expect(page.bridge.hide).not.toHaveBeenCalled();
  });

  test('the tray’s menu leads there, too', async () => {
    const page = await open(rows);
    page.bridge.openSettings();
    await page.settled();
    expect(page.focused()).toBe('settings-page');
    page.bridge.open('dev');
    await page.settled();
    expect(page.has('settings-page')).toBe(false);
    expect(page.selected()).toBe('row-dev');
  });

  test('a form below it waits with what was typed', async () => {
    const page = await open(rows);
    await page.click('add-key');
    await page.type('add-name', 'new');
    await page.click('settings');
    expect(page.focused()).toBe('settings-page');
    await page.press('Escape');
    expect(input(page, 'add-name').value).toBe('new');
    expect(page.popover.querySelector('add-key-form')?.hidden).toBe(false);
  });

  test('digits and letters stay in the page', async () => {
    const page = await settings();
    await page.keys('d123456');
    expect(page.bridge.login).not.toHaveBeenCalled();
    expect(page.has('settings-page')).toBe(true);
  });

  test('settings that cannot be read are asked for again', async () => {
    const page = await open(rows);
    page.bridge.settings.mockRejectedValueOnce(refusal);
    await page.click('settings');
    expect(page.text('settings-trouble')).toContain(refusal.message);
    await page.click('settings-retry');
    expect(page.has('settings-trouble')).toBe(false);
    expect(page.has('sound')).toBe(true);
  });
});

describe('one choice is saved, and nothing else with it', () => {
  test.each<[string, (page: Page) => Promise<void>, Partial<SettingsForm>]>([
    ['a reminder that goes', (page) => page.click('reminder-120'), { reminders: [900, 0] }],
    [
      'another reminder',
      (page) => write(page, 'reminder-new', '1 h'),
      { reminders: [900, 120, 0, 3600] },
    ],
    ['sound', (page) => page.click('sound'), { sound: true }],
    ['start at login', (page) => page.click('start-at-login'), { startAtLogin: true }],
    ['the page kept', (page) => page.click('keep-page'), { keepPage: true }],
    ['the theme', (page) => page.click('theme-dark'), { theme: 'dark' }],
    ['the language', (page) => page.click('language-en'), { language: 'en' }],
    [
      'the config file',
      (page) => write(page, 'configFile', '/srv/aws/config'),
      { configFile: '/srv/aws/config' },
    ],
    [
      'the credentials file',
      (page) => write(page, 'credentialsFile', '~/creds', 'Tab'),
      { credentialsFile: '~/creds' },
    ],
    [
      'where sessions are kept',
      (page) => write(page, 'identityTarget', '{name}-today'),
      { identityTarget: '{name}-today' },
    ],
    [
      'where roles are kept',
      (page) => write(page, 'roleTarget', 'role-{name}'),
      { roleTarget: 'role-{name}' },
    ],
  ])('%s', async (_, choose, change) => {
    const page = await settings();
    await choose(page);
    (document.activeElement as HTMLElement | null)?.blur();
    await page.settled();
    const usual = formOf(settingsOf());
    expect(page.bridge.saveSettings).toHaveBeenCalledOnce();
    expect(saved(page)).toEqual({ ...usual, ...change });
  });

  test('the theme is seen at once, and a language brings the page up again', async () => {
    const page = await settings();
    await page.click('pin');
    await page.click('theme-light');
    expect(page.popover.paint).toHaveBeenCalledExactlyOnceWith('light');
    expect(page.popover.speak).not.toHaveBeenCalled();
    await page.click('language-en');
    expect(page.popover.speak).toHaveBeenCalledExactlyOnceWith('en', true);
  });

  test('two quick choices are saved one after the other, and both count', async () => {
    const page = await settings();
    page.get('sound').click();
    page.get('keep-page').click();
    await page.settled();
    expect(page.bridge.saveSettings).toHaveBeenCalledTimes(2);
    expect(saved(page)).toMatchObject({ sound: true, keepPage: true });
  });

  test('start at login is not offered where it is not', async () => {
    const page = await settings({ startAtLogin: null });
    expect(page.has('start-at-login')).toBe(false);
    await page.click('sound');
    expect(saved(page)?.startAtLogin).toBeNull();
  });
});

describe('a choice that does not count', () => {
  test.each([
    ['sound', 'sound-failure'],
    ['start-at-login', 'startAtLogin-failure'],
    ['keep-page', 'keepPage-failure'],
    ['theme-dark', 'theme-failure'],
    ['language-en', 'language-failure'],
  ])('%s goes back, and says why beside it', async (control, failure) => {
    const page = await settings();
    page.bridge.saveSettings.mockRejectedValueOnce(refusal);
    await page.click(control);
    expect(input(page, control).checked).toBe(false);
    expect(page.text(failure)).toBe(`${refusal.message} ${refusal.hint}`);
    expect(page.popover.paint).not.toHaveBeenCalled();
    expect(page.popover.speak).not.toHaveBeenCalled();
    await page.click(control);
    expect(input(page, control).checked).toBe(true);
    expect(page.has(failure)).toBe(false);
  });

  test.each([
    ['configFile', '/srv/config'],
    ['identityTarget', '{name}-x'],
  ])('%s keeps what was typed, and says why below it', async (field, text) => {
    const page = await settings();
    page.bridge.saveSettings.mockRejectedValueOnce(refusal);
    await write(page, field, text);
    expect(page.text(`${field}-failure`)).toContain(refusal.hint);
    expect(input(page, field).value).toBe(text);
    await page.press('Enter');
    expect(page.bridge.saveSettings).toHaveBeenCalledTimes(2);
    expect(page.has(`${field}-failure`)).toBe(false);
  });

  test.each([
    ['configFile', 'config', t.settings.pathBad],
    ['identityTarget', 'always-the-same', t.settings.patternBad],
    ['roleTarget', 'a b{name}', t.settings.patternBad],
  ])('%s: %j is not even tried', async (field, text, words) => {
    const page = await settings();
    await write(page, field, text);
    expect(page.text(`${field}-error`)).toBe(words);
    expect(page.get(field).getAttribute('aria-invalid')).toBe('true');
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
  });
});

test('a bad settings file is told on top, with what saving does to it', async () => {
  const page = await settings({ problem: badFile });
  expect(page.text('settings-problem')).toContain(badFile.message);
  expect(page.text('settings-problem')).toContain('kept beside it as settings.json.bad');
  await page.click('sound');
  expect(page.has('settings-problem')).toBe(false);
});

describe('typed text', () => {
  test.each([
    ['identityTarget', '{name}-x'],
    ['reminder-new', '30'],
    ['quiet-from', '22'],
  ])('%s holds the popover until it is saved or taken back', async (field, text) => {
    const page = await settings();
    page.get(field).focus();
    await page.type(field, text);
    expect(page.bridge.hold.mock.calls).toEqual([[true]]);
    await page.press('Escape');
    expect(page.bridge.hold.mock.calls).toEqual([[true], [false]]);
  });

  test('is held no more once it is saved', async () => {
    const page = await settings();
    await write(page, 'identityTarget', '{name}-x');
    expect(page.bridge.hold.mock.calls).toEqual([[true], [false]]);
  });

  test('waits while a row is wanted', async () => {
    const page = await settings();
    await page.type('reminder-new', '30');
    page.bridge.open('dev');
    await page.settled();
    expect(page.selected()).toBe('row-dev');
    await page.click('settings');
    expect(input(page, 'reminder-new').value).toBe('30');
  });
});
