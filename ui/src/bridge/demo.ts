/**
 * A bridge that plays a scripted board: for a plain browser, for tests and for pictures.
 *
 * Every code signs in, but 000000 is refused and 999999 finds no network.
 */

import type { BoardView } from '../bindings/BoardView';
import type { RowView } from '../bindings/RowView';
import type { ProfileSettingsView } from '../bindings/ProfileSettingsView';
import { type Bridge, type Opening, openingOf } from '../bridge';
import { codeSeconds } from '../countdown';
import { findRow } from '../rows';
import { boards } from './boards';
import { codeRejected, foreignOwner, unreachable, unreadable } from './failures';
import { Script } from './script';
import { backupsOf, changedMeanwhile, keyMove, undoOf } from './changes';
import { devicesOf } from './devices';
import { explanationOf } from './explanations';
import { badFile, profileSettingsOf, settingsOf, withForm, withProfileForm } from './settings';
import { walks } from './walks';

const WIRE = 900;
const TWELVE_HOURS = 12 * 3600;
const TALLEST = 560;

/** Six digits that change with every window and mean nothing. */
function codeOf(now: number): string {
  const window = Math.floor(now / 30_000);
  return String((window * 7919) % 1_000_000).padStart(6, '0');
}

export function demoBridge(state: string, wire = WIRE): Bridge {
  const script = new Script(Date.now());
  const shown = boards[walks[state]?.board ?? state] ?? boards.morning;
  let board = shown?.(script) ?? script.board([]);
  let backups = state === 'no-backups' ? [] : backupsOf(Date.now());
  let settings = settingsOf(state === 'settings-bad-file' ? { problem: badFile } : {});
  const profiles = new Map<string, ProfileSettingsView>();
  const profile = (name: string): ProfileSettingsView =>
    profiles.get(name) ?? profileSettingsOf(findRow(board, name) ?? script.row(name));
  /** Whose key each ticket moves. */
  const tickets: string[] = [];
  const boardListeners = new Set<(board: BoardView) => void>();
  const openListeners = new Set<(opening: Opening) => void>();
  const waiting = new Map<string, (cancelled: boolean) => void>();

  const publish = (next: BoardView): void => {
    board = next;
    for (const listener of boardListeners) listener(structuredClone(board));
  };
  const change = (name: string, rest: Partial<RowView>): void => {
    const apply = (row: RowView): RowView => ({
      ...(row.name === name ? { ...row, ...rest } : row),
      roles: row.roles.map(apply),
    });
    publish({ ...board, rows: board.rows.map(apply) });
  };
  const onWire = (name: string): Promise<boolean> =>
    new Promise((resolve) => {
      waiting.set(name, resolve);
      setTimeout(() => {
        resolve(false);
      }, wire);
    });

  const after = <T>(answer: T): Promise<T> =>
    new Promise((resolve) => {
      setTimeout(resolve, wire, answer);
    });

  return {
    board() {
      if (state === 'loading') return new Promise(() => undefined);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as Tauri does
      if (state === 'trouble') return Promise.reject(unreadable);
      return Promise.resolve(structuredClone(board));
    },
    async login(name, code, duration, takeOver = false) {
      const { state: before, problem } = findRow(board, name) ?? {
        state: 'not-signed-in' as const,
        problem: null,
      };
      const isOwned = problem?.code === foreignOwner.code && !takeOver;
      change(name, { state: 'signing-in', problem: null });
      const cancelled = await onWire(name);
      waiting.delete(name);
      const failure = cancelled
        ? { ...unreachable, code: 'cancelled' }
        : isOwned
          ? foreignOwner
          : { '000000': codeRejected, '999999': unreachable }[code ?? ''];
      if (failure) {
        change(name, { state: before, problem: cancelled ? null : failure });
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- as Tauri does
        throw failure;
      }
      const lifetime = duration ?? TWELVE_HOURS;
      change(name, { ...new Script(Date.now()).session(lifetime, lifetime), problem: null });
    },
    cancel(name) {
      waiting.get(name)?.(true);
      return Promise.resolve();
    },
    logout(name) {
      change(name, { state: 'not-signed-in', expires: null, lifetime: null });
      return Promise.resolve();
    },
    logoutAll() {
      for (const row of board.rows) change(row.name, { state: 'not-signed-in', expires: null });
      return Promise.resolve();
    },
    test: () =>
      Promise.resolve({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ana' }),
    copyEnvironment: () => Promise.resolve(),
    openConsole: () => after(undefined),
    explain: (profile) => Promise.resolve(explanationOf(profile)),
    addKey(form) {
      const target = form.target ?? form.name;
      publish({ ...board, rows: [script.row(form.name, { target }), ...board.rows] });
      return Promise.resolve();
    },
    findDevice: ({ accessKeyId }) => after(devicesOf(accessKeyId, Date.now())),
    removeKey(name) {
      publish({ ...board, rows: board.rows.filter((row) => row.name !== name) });
      return Promise.resolve();
    },
    startDemo() {
      publish(script.demo());
      return Promise.resolve();
    },
    demoCode() {
      const now = Date.now();
      return Promise.resolve({ code: codeOf(now), secondsLeft: codeSeconds(now, 0) });
    },
    backups: () => Promise.resolve(backups),
    previewUndo(id) {
      const backup = backups.find((each) => each.id === id) ?? backups[0];
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as Tauri does
      return backup ? Promise.resolve(undoOf(backup, 0)) : Promise.reject(changedMeanwhile);
    },
    undo: () => after(undefined),
    previewMoveKey: (name) => Promise.resolve(keyMove(name, tickets.push(name) - 1)),
    async moveKey(ticket) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as Tauri does
      if ((await after(state)) === 'change-failed') throw changedMeanwhile;
      change(tickets[ticket] ?? '', { key: 'keyring' });
      return backups.filter(({ reason }) => reason === 'structure').length;
    },
    async purgeBackups() {
      const before = backups.length;
      backups = await after(backups.filter(({ reason }) => reason === 'day'));
      return before - backups.length;
    },
    settings: () => Promise.resolve(structuredClone(settings)),
    saveSettings(form) {
      settings = withForm(settings, form);
      return after(structuredClone(settings));
    },
    profileSettings: (name) => Promise.resolve(profile(name)),
    saveProfileSettings(form) {
      profiles.set(form.name, withProfileForm(profile(form.name), form));
      return after(undefined);
    },
    diagnostics: () => Promise.resolve('Daypass, played in a browser.\n'),
    hold: () => Promise.resolve(),
    typedEarly: () => Promise.resolve(''),
    hide: () => Promise.resolve(),
    fit(height) {
      // Plays the window, which grows with its content up to a limit.
      const shown = `min(${Math.min(height, TALLEST)}px, 100vh)`;
      document.documentElement.style.setProperty('--window-height', shown);
      return Promise.resolve();
    },
    setPinned: () => Promise.resolve(),
    onBoard(listener) {
      boardListeners.add(listener);
      return Promise.resolve(() => boardListeners.delete(listener));
    },
    onOpen(listener) {
      openListeners.add(listener);
      const first = openingOf(location.hash);
      if (first !== null) listener(first);
      return Promise.resolve(() => openListeners.delete(listener));
    },
  };
}
