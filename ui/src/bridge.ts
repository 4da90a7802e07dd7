/**
 * The page's only door to the world.
 *
 * Everything the page can ask for or hear about is here; `bridge/tauri.ts` answers in the
 * desktop window, `bridge/demo.ts` in a plain browser and in tests.
 */

import type { BackupView } from './bindings/BackupView';
import type { BoardView } from './bindings/BoardView';
import type { CallerView } from './bindings/CallerView';
import type { ChangeView } from './bindings/ChangeView';
import type { DemoCodeView } from './bindings/DemoCodeView';
import type { ExplainView } from './bindings/ExplainView';
import type { FailureView } from './bindings/FailureView';
import type { FoundDevicesView } from './bindings/FoundDevicesView';
import type { ProfileSettingsForm } from './bindings/ProfileSettingsForm';
import type { ProfileSettingsView } from './bindings/ProfileSettingsView';
import type { SettingsForm } from './bindings/SettingsForm';
import type { SettingsView } from './bindings/SettingsView';

/** Whom AWS says the written session belongs to. */
export interface Caller {
  account: string;
  arn: string;
}

/** An access key as typed. The secret passes through once and is kept nowhere in the page. */
export interface KeyForm {
  name: string;
  accessKeyId: string;
  secret: string;
  serial: string | null;
  region: string | null;
  target: string | null;
  duration: number | null;
  /** Whose the key is, as `findDevice` said of it; null when AWS was not asked. */
  caller: CallerView | null;
}

/** A key whose MFA devices are looked for. The secret passes through here, too. */
export interface KeyToFind {
  /** As typed so far: a profile of that name may say region and endpoint. */
  name: string;
  accessKeyId: string;
  secret: string;
  region: string | null;
}

/** The popover has just been opened, possibly for one identity, or for the settings. */
export interface Opening {
  name: string | null;
  settings?: boolean;
}

/** Stands in the address for the settings, where else the name of a row does. */
const SETTINGS = ':settings';

/** What the page was made for, by its address: a page that is not there yet hears no event. */
export function openingOf(hash: string): Opening | null {
  const name = decodeURIComponent(hash.slice(1));
  if (name === SETTINGS) return { name: null, settings: true };
  return name === '' ? null : { name };
}

export type Unlisten = () => void;

/** Every promise may be rejected with a `FailureView`. */
export interface Bridge {
  board(): Promise<BoardView>;
  /**
   * Resolves when the credentials file is written, not before. With `takeOver` it is written even
   * where another program's session stands.
   */
  login(
    name: string,
    code: string | null,
    duration: number | null,
    takeOver?: boolean,
  ): Promise<void>;
  cancel(name: string): Promise<void>;
  logout(name: string): Promise<void>;
  logoutAll(): Promise<void>;
  test(name: string): Promise<Caller>;
  /** Puts a session into the clipboard as environment variables; the page never has them. */
  copyEnvironment(name: string): Promise<void>;
  /** Opens the AWS console in the browser, as the role. */
  openConsole(name: string): Promise<void>;
  /** Which credentials AWS's tools would use for a profile that is given to them by name. */
  explain(profile: string): Promise<ExplainView>;
  addKey(form: KeyForm): Promise<void>;
  /** Asks AWS whose a key is and which MFA devices there are: no code is spent on it. */
  findDevice(form: KeyToFind): Promise<FoundDevicesView>;
  removeKey(name: string): Promise<void>;
  startDemo(): Promise<void>;
  /** What the demo device shows now; null when there is no such device. */
  demoCode(name: string): Promise<DemoCodeView | null>;
  /** The copies of the credentials file that can be brought back. */
  backups(): Promise<BackupView[]>;
  /** The difference between the file and a backup; without an id, the newest one. */
  previewUndo(id: string | null): Promise<ChangeView>;
  /** Makes the change that was shown under this ticket. */
  undo(ticket: number): Promise<void>;
  previewMoveKey(name: string): Promise<ChangeView>;
  /** Answers how many backups still hold the key. */
  moveKey(ticket: number): Promise<number>;
  /** Deletes the backups that hold a row's key, and answers how many they were. */
  purgeBackups(name: string): Promise<number>;
  /** What a person has chosen of the program as a whole. */
  settings(): Promise<SettingsView>;
  /** Answers what counts from then on. */
  saveSettings(form: SettingsForm): Promise<SettingsView>;
  profileSettings(name: string): Promise<ProfileSettingsView>;
  saveProfileSettings(form: ProfileSettingsForm): Promise<void>;
  /** Versions and what the desktop offers, as plain text without secrets. */
  diagnostics(): Promise<string>;
  /** Says whether a form holds typed text: the popover must not hide on losing focus then. */
  hold(held: boolean): Promise<void>;
  /** The digits that were typed before the page could take them; told once. */
  typedEarly(): Promise<string>;
  hide(): Promise<void>;
  /** Tells the window how tall the content is, in CSS pixels. */
  fit(height: number): Promise<void>;
  setPinned(pinned: boolean): Promise<void>;
  onBoard(listener: (board: BoardView) => void): Promise<Unlisten>;
  onOpen(listener: (opening: Opening) => void): Promise<Unlisten>;
}

function isFailure(value: unknown): value is FailureView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'message' in value &&
    typeof value.code === 'string' &&
    typeof value.message === 'string'
  );
}

/** What a rejection says; anything that is not a `FailureView` is told as a fault of ours. */
export function failureFrom(
  reason: unknown,
  unexpected: { message: string; hint: string },
): FailureView {
  if (isFailure(reason)) return reason;
  const detail = reason instanceof Error ? reason.message : String(reason);
  return { code: 'internal', ...unexpected, detail, requestId: null };
}
