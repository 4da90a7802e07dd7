import { describe, expect, test, vi } from 'vitest';

import { t } from './messages';
import { onATestsTime } from './test-page';
import { input, refusal, saved, settings, write } from './test-settings';

onATestsTime();

describe('files', () => {
  test('a file that a variable decides is shown and not asked for', async () => {
    const configFile = { path: '/srv/config', chosen: null, variable: 'AWS_CONFIG_FILE' };
    const page = await settings({ configFile });
    expect(page.has('configFile')).toBe(false);
    expect(page.text('configFile-fixed')).toBe(
      'Config file /srv/config Decided by AWS_CONFIG_FILE.',
    );
  });

  test('a file of one’s own says who reads it', async () => {
    const configFile = { path: '/srv/config', chosen: '/srv/config', variable: null };
    const page = await settings({ configFile });
    expect(input(page, 'configFile').value).toBe('/srv/config');
    expect(page.text('settings-page')).toContain(t.settings.fileMeaning('AWS_CONFIG_FILE'));
    await write(page, 'configFile', '');
    expect(saved(page)?.configFile).toBeNull();
  });

  test('a pattern shows what comes of it while it is typed', async () => {
    const page = await settings();
    expect(page.text('identityTarget-example')).toBe('prod → prod-mfa');
    await page.type('identityTarget', 'day-{name}');
    expect(page.text('identityTarget-example')).toBe('prod → day-prod');
    await page.type('identityTarget', 'day');
    expect(page.text('identityTarget-example')).toBe('');
  });

  test('Escape takes back what was typed, and then leads back', async () => {
    const page = await settings();
    page.get('roleTarget').focus();
    await page.type('roleTarget', 'x-{name}');
    await page.press('Escape');
    expect(input(page, 'roleTarget').value).toBe('{name}-session');
    expect(page.has('settings-page')).toBe(true);
    await page.press('Escape');
    expect(page.has('settings-page')).toBe(false);
    expect(page.bridge.saveSettings).not.toHaveBeenCalled();
  });
});

describe('help', () => {
  test('copies the diagnostics and says so', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      languages: ['en'],
      clipboard: { writeText: (text: string) => Promise.resolve(copied.push(text)) },
    });
    const page = await settings();
    await page.click('copy-diagnostics');
    expect(copied).toEqual(['Daypass 0.1.0']);
    expect(page.text('diagnostics-copied')).toBe(t.settings.copied);
    await vi.advanceTimersByTimeAsync(3000);
    await page.settled();
    expect(page.text('diagnostics-copied')).toBe('');
    vi.unstubAllGlobals();
  });

  test('a clipboard that takes nothing leaves the text to be copied by hand', async () => {
    vi.stubGlobal('navigator', { languages: ['en'], clipboard: undefined });
    Object.assign(document, { execCommand: () => false });
    const page = await settings();
    await page.click('copy-diagnostics');
    expect(page.text('diagnostics-failure')).toContain(t.copyFailed.message);
    expect(page.text('diagnostics-failure')).toContain('Daypass 0.1.0');
    vi.unstubAllGlobals();
  });

  test('diagnostics that cannot be had say why', async () => {
    const page = await settings();
    page.bridge.diagnostics.mockRejectedValueOnce(refusal);
    await page.click('copy-diagnostics');
    expect(page.text('diagnostics-failure')).toContain(refusal.message);
    expect(page.text('diagnostics-copied')).toBe('');
  });

  test('says where the settings are, and which version this is', async () => {
    const page = await settings();
    expect(page.text('settings-path')).toBe('/home/ana/.config/daypass/settings.json');
    expect(page.text('version')).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
