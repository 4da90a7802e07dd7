import { describe, expect, test } from 'vitest';

import type { FoundDevicesView } from './bindings/FoundDevicesView';
import { unreachable } from './bridge/boards';
import { devicesOf, guessFor } from './bridge/devices';
import { t } from './messages';
import { board, NOW, open, type Page } from './test-page';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI';

async function filled(): Promise<Page> {
  const page = await open(board([]));
  await page.click('add-key');
  await page.type('add-name', 'prod');
  await page.type('add-accessKeyId', KEY);
  await page.type('add-secret', SECRET);
  return page;
}

const serial = (page: Page): string => (page.get('add-serial') as HTMLInputElement).value;

describe('finding the MFA device', () => {
  test('asks with the key as typed, and keeps the secret in its field alone', async () => {
    const page = await filled();
    await page.type('add-region', 'eu-west-1');
    await page.click('find-device');
    expect(page.bridge.findDevice).toHaveBeenCalledExactlyOnceWith({
      name: 'prod',
      accessKeyId: KEY,
      secret: SECRET,
      region: 'eu-west-1',
    });
    expect((page.get('add-secret') as HTMLInputElement).value).toBe(SECRET);
    expect(page.popover.textContent).not.toContain(SECRET);
  });

  test('says whose the key is and shows every device; one without codes cannot be taken', async () => {
    const page = await filled();
    await page.click('find-device');
    expect(page.text('key-owner')).toBe(t.find.owner('ana', '123456789012'));
    expect(page.all('device')).toHaveLength(2);
    const unusable = page.get('device-unusable');
    expect(unusable.textContent).toContain('passkey or security key');
    expect(unusable.querySelector('button')).toBeNull();
  });

  test('takes a device only when the person says so', async () => {
    const page = await filled();
    await page.click('find-device');
    expect(serial(page)).toBe('');
    page.all('device')[1]?.click();
    await page.settled();
    expect(serial(page)).toBe('GAHT12345678');
    expect(page.focused()).toBe('add-serial');
    await page.click('add-submit');
    expect(page.bridge.addKey.mock.lastCall?.[0]).toMatchObject({
      serial: 'GAHT12345678',
      caller: devicesOf(KEY, NOW).caller,
    });
  });

  test('a guess is called one, and waits for a yes', async () => {
    const page = await filled();
    page.bridge.findDevice.mockResolvedValueOnce(guessFor(KEY, NOW));
    await page.click('find-device');
    expect(page.text('guessed')).toContain('is a guess');
    expect(page.text('device')).toContain(t.find.confirm);
    expect(serial(page)).toBe('');
  });

  test('a user without devices is told so', async () => {
    const page = await filled();
    page.bridge.findDevice.mockResolvedValueOnce({ ...devicesOf(KEY, NOW), devices: [] });
    await page.click('find-device');
    expect(page.text('found-devices')).toContain(t.find.none);
  });

  test('a key that AWS refuses is told at once, and nothing typed is lost', async () => {
    const page = await filled();
    const refused = {
      ...unreachable,
      code: 'key-rejected',
      message: 'AWS does not know this key.',
    };
    page.bridge.findDevice.mockRejectedValueOnce(refused);
    await page.click('find-device');
    expect(page.text('problem')).toContain('AWS does not know this key.');
    expect(page.get('problem').dataset.code).toBe('key-rejected');
    expect((page.get('add-secret') as HTMLInputElement).value).toBe(SECRET);
  });

  test('without a key nobody is asked, and what is missing is said', async () => {
    const page = await open(board([]));
    await page.click('add-key');
    await page.click('find-device');
    expect(page.bridge.findDevice).not.toHaveBeenCalled();
    expect(page.has('error-accessKeyId')).toBe(true);
    expect(page.has('error-name')).toBe(false);
    expect(page.focused()).toBe('add-accessKeyId');
  });

  test('what was found for one key is not kept for another', async () => {
    const page = await filled();
    await page.click('find-device');
    await page.type('add-accessKeyId', 'AKIAI44QH8DHBEXAMPLE');
    expect(page.all('device')).toEqual([]);
    await page.click('add-submit');
    expect(page.bridge.addKey.mock.lastCall?.[0].caller).toBeNull();
  });

  test('an answer that comes after the key was changed is not shown', async () => {
    const page = await filled();
    let answer: (found: FoundDevicesView) => void = () => undefined;
    page.bridge.findDevice.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await page.click('find-device');
    expect(page.text('find-device')).toBe(t.find.looking);
    await page.type('add-secret', 'another');
    answer(devicesOf(KEY, NOW));
    await page.settled();
    expect(page.all('device')).toEqual([]);
    expect(page.text('find-device')).toBe(t.find.button);
    await page.click('add-submit');
    expect(page.bridge.addKey.mock.lastCall?.[0].caller).toBeNull();
  });
});
