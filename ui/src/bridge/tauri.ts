/** The bridge of the desktop window: the only file that knows Tauri. */

import { type InvokeArgs, invoke, isTauri } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { BackupView } from '../bindings/BackupView';
import type { BoardView } from '../bindings/BoardView';
import type { ChangeView } from '../bindings/ChangeView';
import type { DemoCodeView } from '../bindings/DemoCodeView';
import type { FoundDevicesView } from '../bindings/FoundDevicesView';
import type { ExplainView } from '../bindings/ExplainView';
import type { ProfileSettingsView } from '../bindings/ProfileSettingsView';
import type { SettingsView } from '../bindings/SettingsView';
import { type Bridge, type Caller, type Opening, openingOf } from '../bridge';

/** Whether this page runs in the desktop window. */
export const inDesktop = isTauri;

/** Our commands are a plugin's, so that each of them needs a permission of its own. */
function ask<T>(command: string, args?: InvokeArgs): Promise<T> {
  return invoke<T>(`plugin:daypass|${command}`, args);
}

export const tauriBridge: Bridge = {
  board: () => ask<BoardView>('board'),
  login: (name, code, duration, takeOver = false) =>
    ask('login', { name, code, duration, takeOver }),
  cancel: (name) => ask('cancel', { name }),
  logout: (name) => ask('logout', { name }),
  logoutAll: () => ask('logout_all', {}),
  test: (name) => ask<Caller>('test', { name }),
  copyEnvironment: (name) => ask('copy_environment', { name }),
  openConsole: (name) => ask('open_console', { name }),
  explain: (profile) => ask<ExplainView>('explain', { profile }),
  addKey: (form) => ask('add_key', { form }),
  findDevice: (form) => ask<FoundDevicesView>('find_device', { form }),
  removeKey: (name) => ask('remove_key', { name }),
  startDemo: () => ask('start_demo', {}),
  demoCode: (name) => ask<DemoCodeView | null>('demo_code', { name }),
  backups: () => ask<BackupView[]>('backups', {}),
  previewUndo: (id) => ask<ChangeView>('preview_undo', { id }),
  undo: (ticket) => ask('undo', { ticket }),
  previewMoveKey: (name) => ask<ChangeView>('preview_move_key', { name }),
  moveKey: (ticket) => ask<number>('move_key', { ticket }),
  purgeBackups: (name) => ask<number>('purge_backups', { name }),
  settings: () => ask<SettingsView>('settings', {}),
  saveSettings: (form) => ask<SettingsView>('save_settings', { form }),
  profileSettings: (name) => ask<ProfileSettingsView>('profile_settings', { name }),
  saveProfileSettings: (form) => ask('save_profile_settings', { form }),
  diagnostics: () => ask<string>('diagnostics', {}),
  hold: (held) => ask('hold', { held }),
  typedEarly: () => ask<string>('typed_early', {}),
  hide: () => ask('hide', {}),
  fit: (height) => ask('fit', { height }),
  setPinned: (pinned) => ask('set_pinned', { pinned }),
  onBoard: (listener) =>
    listen<BoardView>('board', (event) => {
      listener(event.payload);
    }),
  onOpen: (listener) => {
    const first = openingOf(location.hash);
    if (first !== null) listener(first);
    return listen<Opening>('open', (event) => {
      listener(event.payload);
    });
  },
};
