import { describe, expect, test } from 'vitest';

import type { FailureView } from './bindings/FailureView';
import type { ProfileSettingsView } from './bindings/ProfileSettingsView';
import { profileSettingsOf } from './bridge/settings';
import { t } from './messages';
import { board, NOW, onATestsTime, open, type Page, row, script } from './test-page';

const admin = script.role('admin', 'Admin', '123456789012', script.session(3000, 3600));
const rows = board([row('prod', { ...script.session(3600), roles: [admin] }), row('dev')]);

const refusal: FailureView = {
  code: 'bad-input',
  message: 'The device belongs to another account.',
  hint: 'Use a device of account 123456789012.',
  detail: null,
  requestId: null,
};

onATestsTime();

async function editing(name: string, rest: Partial<ProfileSettingsView> = {}): Promise<Page> {
  const page = await open(rows);
  const of = name === 'admin' ? admin : row(name);
  page.bridge.profileSettings.mockResolvedValue({ ...profileSettingsOf(of), ...rest });
  await page.click(`row-menu-${name}`);
  await page.click('edit');
  return page;
}

const input = (page: Page, testid: string): HTMLInputElement =>
  page.get(testid) as HTMLInputElement;

const nothingChosen = {
  serial: null,
  region: null,
  target: null,
  duration: null,
  refresh: null,
  direct: null,
  sessionName: null,
  externalId: null,
  sourceIdentity: null,
};

describe('the form of an identity', () => {
  test('shows what is chosen, and behind it what counts without a choice', async () => {
    const page = await editing('prod', {
      region: { chosen: 'us-east-1', usual: 'eu-central-1' },
      duration: { chosen: 28_800, usual: 43_200, shortest: 900, longest: 129_600 },
    });
    expect(page.bridge.profileSettings).toHaveBeenCalledExactlyOnceWith('prod');
    expect(input(page, 'edit-serial').value).toBe('');
    expect(input(page, 'edit-serial').placeholder).toBe(row('prod').serial);
    expect(input(page, 'edit-region').value).toBe('us-east-1');
    expect(input(page, 'edit-region').placeholder).toBe('eu-central-1');
    expect(input(page, 'edit-duration').value).toBe('8 h');
    expect(page.text('edit-lasts')).toBe('Signed in now, it lasts until 17:00.');
    expect(page.has('edit-sessionName')).toBe(false);
    expect(page.has('edit-way-along')).toBe(false);
    expect(page.focused()).toBe('edit-serial');
  });

  test('saves what was typed and goes back to its row', async () => {
    const page = await editing('prod');
    await page.type('edit-region', ' us-west-2 ');
    await page.type('edit-duration', '90 min');
    await page.click('edit-save');
    expect(page.bridge.saveProfileSettings).toHaveBeenCalledExactlyOnceWith({
      ...nothingChosen,
      name: 'prod',
      region: 'us-west-2',
      duration: 5400,
    });
    expect(page.has('edit-form')).toBe(false);
    expect(page.text('note')).toBe(t.edit.saved);
    expect(page.focused()).toBe('row-menu-prod');
  });

  test('what is emptied is chosen no more', async () => {
    const page = await editing('prod', { region: { chosen: 'us-east-1', usual: null } });
    await page.type('edit-region', '');
    await page.click('edit-save');
    expect(page.bridge.saveProfileSettings.mock.lastCall?.[0].region).toBeNull();
  });

  test.each([
    ['serial', 'arn:aws:iam::1:user/ana', t.addErrors.serialBad],
    ['region', 'mars', t.addErrors.regionBad],
    ['target', 'a b', t.addErrors.targetBad],
    ['duration', 'long', t.edit.durationBad],
    ['duration', '5 min', t.edit.durationOut('15 min', '36 h')],
    ['duration', '37 h', t.edit.durationOut('15 min', '36 h')],
  ])('%s: %j is refused beside it, and has the keyboard', async (field, text, words) => {
    const page = await editing('prod');
    await page.type(`edit-${field}`, text);
    await page.click('edit-save');
    expect(page.text(`error-${field}`)).toBe(words);
    expect(page.focused()).toBe(`edit-${field}`);
    expect(page.bridge.saveProfileSettings).not.toHaveBeenCalled();
    await page.type(`edit-${field}`, '');
    expect(page.has(`error-${field}`)).toBe(false);
  });

  test('a refusal keeps everything that was typed', async () => {
    const page = await editing('prod');
    page.bridge.saveProfileSettings.mockRejectedValueOnce(refusal);
    await page.type('edit-serial', 'GAHT12345678');
    await page.click('edit-save');
    expect(page.text('edit-failure')).toBe(`${refusal.message} ${refusal.hint}`);
    expect(input(page, 'edit-serial').value).toBe('GAHT12345678');
    await page.click('edit-save');
    expect(page.has('edit-form')).toBe(false);
  });

  test('settings that cannot be read say so, and can be left', async () => {
    const page = await open(rows);
    page.bridge.profileSettings.mockRejectedValueOnce(refusal);
    await page.click('row-menu-prod');
    await page.click('edit');
    expect(page.text('edit-failure')).toContain(refusal.message);
    expect(page.has('edit-save')).toBe(false);
    await page.press('Escape');
    expect(page.has('edit-form')).toBe(false);
  });
});

describe('how long a session lasts', () => {
  test.each([
    ['preset-28800', '8 h', '17:00'],
    ['preset-evening', '8 h 59 min', '17:59'],
    ['preset-midnight', '14 h 59 min', '23:59'],
    ['preset-129600', '36 h', 'tomorrow 21:00'],
  ])('%s is %s from now', async (preset, text, until) => {
    const page = await editing('prod');
    await page.click(`edit-${preset}`);
    expect(input(page, 'edit-duration').value).toBe(text);
    expect(page.text('edit-lasts')).toContain(until);
  });

  test('goes back to the usual', async () => {
    const page = await editing('prod');
    await page.click('edit-preset-28800');
    await page.click('edit-preset-usual');
    expect(input(page, 'edit-duration').value).toBe('');
    expect(page.text('edit-lasts')).toContain('21:00');
  });

  test('offers nothing that AWS would refuse', async () => {
    const page = await editing('admin');
    expect(page.has('edit-preset-28800')).toBe(false);
    expect(page.has('edit-preset-midnight')).toBe(false);
    await page.click('edit-way-direct');
    expect(page.has('edit-preset-28800')).toBe(true);
    expect(page.has('edit-preset-129600')).toBe(false);
    expect(NOW % 60_000).not.toBe(0);
  });
});

describe('the form of a role', () => {
  test.each([
    ['along', { refresh: true, direct: false }],
    ['asked', { refresh: false, direct: false }],
    ['direct', { refresh: true, direct: true }],
  ])('%s is saved as it is meant', async (way, meant) => {
    const page = await editing('admin', { refresh: false, direct: way !== 'direct' });
    await page.click(`edit-way-${way}`);
    await page.type('edit-sessionName', 'ana@laptop');
    await page.type('edit-externalId', 'corp:4711');
    await page.type('edit-sourceIdentity', 'ana');
    await page.click('edit-save');
    expect(page.bridge.saveProfileSettings).toHaveBeenCalledExactlyOnceWith({
      ...nothingChosen,
      ...meant,
      name: 'admin',
      sessionName: 'ana@laptop',
      externalId: 'corp:4711',
      sourceIdentity: 'ana',
    });
  });

  test.each([
    ['sessionName', 'a', t.edit.sessionNameBad],
    ['sourceIdentity', 'a b', t.edit.sessionNameBad],
    ['externalId', 'ü!', t.edit.externalIdBad],
    ['duration', '2 h', t.edit.durationOut('15 min', '1 h')],
  ])('%s: %j is refused beside it', async (field, text, words) => {
    const page = await editing('admin');
    await page.type(`edit-${field}`, text);
    await page.click('edit-save');
    expect(page.text(`error-${field}`)).toBe(words);
    expect(page.bridge.saveProfileSettings).not.toHaveBeenCalled();
  });

  test('two hours are good with a code of its own', async () => {
    const page = await editing('admin');
    await page.click('edit-way-direct');
    await page.type('edit-duration', '2 h');
    await page.click('edit-save');
    expect(page.bridge.saveProfileSettings.mock.lastCall?.[0].duration).toBe(7200);
  });
});

describe('leaving', () => {
  const ways: [string, (page: Page) => Promise<void>][] = [
    ['Cancel', (page) => page.click('edit-cancel')],
    ['Escape', (page) => page.press('Escape')],
  ];

  test.each(ways)('by %s asks nothing when nothing was typed', async (_, leave) => {
    const page = await editing('prod');
    await leave(page);
    expect(page.has('edit-form')).toBe(false);
    expect(page.focused()).toBe('row-menu-prod');
    expect(page.bridge.hide).not.toHaveBeenCalled();
  });

  test.each(ways)('by %s asks before it throws something away', async (_, leave) => {
    const page = await editing('prod');
    await page.type('edit-region', 'us-east-1');
    await leave(page);
    expect(page.text('edit-question')).toContain(t.edit.discardQuestion);
    expect(page.focused()).toBe('edit-keep');
    await page.press('Escape');
    expect(page.has('edit-question')).toBe(false);
    expect(input(page, 'edit-region').value).toBe('us-east-1');
    expect(page.focused()).toBe('edit-serial');
    await leave(page);
    await page.click('edit-discard');
    expect(page.has('edit-form')).toBe(false);
    expect(page.bridge.saveProfileSettings).not.toHaveBeenCalled();
  });

  test('a role’s choice is something, too', async () => {
    const page = await editing('admin');
    await page.click('edit-way-asked');
    await page.press('Escape');
    expect(page.has('edit-question')).toBe(true);
  });
});

describe('typed text', () => {
  test('holds the popover until it is saved', async () => {
    const page = await editing('prod');
    await page.type('edit-region', 'us-east-1');
    expect(page.bridge.hold.mock.calls).toEqual([[true]]);
    await page.click('edit-save');
    expect(page.bridge.hold.mock.calls).toEqual([[true], [false]]);
  });

  test('of a new key holds it until the form is left', async () => {
    const page = await open(rows);
    await page.click('add-key');
    expect(page.bridge.hold).not.toHaveBeenCalled();
    await page.type('add-accessKeyId', 'AKIA');
    await page.type('add-accessKeyId', 'AKIAI');
    expect(page.bridge.hold.mock.calls).toEqual([[true]]);
    await page.click('add-cancel');
    expect(page.bridge.hold.mock.calls).toEqual([[true], [false]]);
  });

  test('waits while a row is wanted, and comes back before another form', async () => {
    const page = await editing('prod');
    await page.type('edit-region', 'us-east-1');
    page.bridge.open('dev');
    await page.settled();
    expect(page.selected()).toBe('row-dev');
    await page.click('row-menu-dev');
    await page.click('edit');
    expect(page.text('edit-form')).toContain(t.edit.title('prod'));
    expect(input(page, 'edit-region').value).toBe('us-east-1');
  });
});
