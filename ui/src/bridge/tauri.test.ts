import { beforeEach, expect, test, vi } from 'vitest';

import type { ProfileSettingsForm } from '../bindings/ProfileSettingsForm';
import type { Bridge } from '../bridge';
import { formOf } from '../setting';
import { settingsOf } from './settings';
import { tauriBridge } from './tauri';

const form = formOf(settingsOf());
const profile: ProfileSettingsForm = {
  name: 'prod',
  serial: null,
  region: 'us-east-1',
  target: null,
  duration: 3600,
  refresh: null,
  direct: null,
  sessionName: null,
  externalId: null,
  sourceIdentity: null,
};

const invoke = vi.fn<(command: string, args: unknown) => Promise<unknown>>(() =>
  Promise.resolve(3),
);

beforeEach(() => {
  invoke.mockClear();
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
});

test.each<[(bridge: Bridge) => Promise<unknown>, string, unknown]>([
  [
    (b) => b.login('prod', '123456', null),
    'login',
    { name: 'prod', code: '123456', duration: null, takeOver: false },
  ],
  [
    (b) => b.login('prod', null, 3600, true),
    'login',
    { name: 'prod', code: null, duration: 3600, takeOver: true },
  ],
  [(b) => b.backups(), 'backups', {}],
  [(b) => b.previewUndo(null), 'preview_undo', { id: null }],
  [(b) => b.previewUndo('b1'), 'preview_undo', { id: 'b1' }],
  [(b) => b.undo(7), 'undo', { ticket: 7 }],
  [(b) => b.previewMoveKey('prod'), 'preview_move_key', { name: 'prod' }],
  [(b) => b.moveKey(5), 'move_key', { ticket: 5 }],
  [(b) => b.settings(), 'settings', {}],
  [(b) => b.saveSettings(form), 'save_settings', { form }],
  [(b) => b.profileSettings('prod'), 'profile_settings', { name: 'prod' }],
  [(b) => b.saveProfileSettings(profile), 'save_profile_settings', { form: profile }],
  [(b) => b.diagnostics(), 'diagnostics', {}],
  [(b) => b.hold(true), 'hold', { held: true }],
  [(b) => b.typedEarly(), 'typed_early', {}],
  [(b) => b.purgeBackups('prod'), 'purge_backups', { name: 'prod' }],
])('%s asks for %s', async (ask, command, args) => {
  expect(await ask(tauriBridge)).toBe(3);
  expect(invoke).toHaveBeenCalledExactlyOnceWith(`plugin:daypass|${command}`, args, undefined);
});
