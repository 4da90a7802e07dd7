/** For tests: a page on a bridge that remembers what was asked of it. */

import { afterEach, beforeEach, vi } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import type { FailureView } from './bindings/FailureView';
import type { RowView } from './bindings/RowView';
import type { SettingsView } from './bindings/SettingsView';
import type { Bridge, Opening } from './bridge';
import { Script } from './bridge/boards';
import { backupsOf, keyMove, undoOf } from './bridge/changes';
import { devicesOf } from './bridge/devices';
import { explanationOf } from './bridge/explanations';
import { profileSettingsOf, settingsOf, withForm } from './bridge/settings';
import type { DaypassPopover } from './popover';
import './popover';
import { findRow } from './rows';

/** Sunday, 09:00 in Berlin, ten seconds into a code's window. */
export const NOW = Date.parse('2026-11-22T08:00:10Z');

/** Each test of the file runs at {@link NOW}, with timers of its own and an empty document. */
export function onATestsTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    document.body.replaceChildren();
    vi.useRealTimers();
  });
}

/** A promise that the test settles. */
export function pending<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** jsdom lays nothing out. */
class NoResizeObserver implements ResizeObserver {
  observe(): void {
    /* nothing has a size */
  }
  unobserve(): void {
    /* nothing has a size */
  }
  disconnect(): void {
    /* nothing has a size */
  }
}
globalThis.ResizeObserver = NoResizeObserver;
Element.prototype.scrollIntoView = () => undefined;

interface Promised {
  resolve: () => void;
  reject: (failure: FailureView) => void;
}

/** Answers from a script; a sign-in waits until the test settles it. */
export class FakeBridge implements Bridge {
  logins: Promised[] = [];
  hide = vi.fn(() => Promise.resolve());
  fit = vi.fn(() => Promise.resolve());
  setPinned = vi.fn(() => Promise.resolve());
  cancel = vi.fn(() => Promise.resolve());
  logout = vi.fn(() => Promise.resolve());
  logoutAll = vi.fn(() => Promise.resolve());
  removeKey = vi.fn(() => Promise.resolve());
  startDemo = vi.fn(() => Promise.resolve());
  addKey = vi.fn<Bridge['addKey']>(() => Promise.resolve());
  findDevice = vi.fn<Bridge['findDevice']>(({ accessKeyId }) =>
    Promise.resolve(devicesOf(accessKeyId, NOW)),
  );
  backups = vi.fn<Bridge['backups']>(() => Promise.resolve(backupsOf(NOW)));
  previewUndo = vi.fn<Bridge['previewUndo']>(async (id) => {
    const [newest, ...older] = await this.backups();
    const backup = older.find((each) => each.id === id) ?? newest;
    if (!backup) throw new Error('there is no backup');
    return undoOf(backup, 7);
  });
  undo = vi.fn<Bridge['undo']>(() => Promise.resolve());
  previewMoveKey = vi.fn<Bridge['previewMoveKey']>((name) => Promise.resolve(keyMove(name, 5)));
  moveKey = vi.fn<Bridge['moveKey']>(() => Promise.resolve(0));
  purgeBackups = vi.fn<Bridge['purgeBackups']>(() => Promise.resolve(2));
  settings = vi.fn<Bridge['settings']>(() => Promise.resolve(structuredClone(this.chosen)));
  saveSettings = vi.fn<Bridge['saveSettings']>((form) => {
    this.chosen = withForm(this.chosen, form);
    return Promise.resolve(structuredClone(this.chosen));
  });
  profileSettings = vi.fn<Bridge['profileSettings']>((name) =>
    Promise.resolve(profileSettingsOf(findRow(this.current, name) ?? row(name))),
  );
  saveProfileSettings = vi.fn<Bridge['saveProfileSettings']>(() => Promise.resolve());
  diagnostics = vi.fn<Bridge['diagnostics']>(() => Promise.resolve('Daypass 0.1.0'));
  hold = vi.fn<Bridge['hold']>(() => Promise.resolve());
  typedEarly = vi.fn<Bridge['typedEarly']>(() => Promise.resolve(''));
  demoCode = vi.fn(() => Promise.resolve({ code: '123456', secondsLeft: 20 }));
  test = vi.fn(() => Promise.resolve({ account: '123456789012', arn: 'arn:aws:iam::1:user/ana' }));
  copyEnvironment = vi.fn<Bridge['copyEnvironment']>(() => Promise.resolve());
  openConsole = vi.fn<Bridge['openConsole']>(() => Promise.resolve());
  explain = vi.fn<Bridge['explain']>((profile) => Promise.resolve(explanationOf(profile)));
  login = vi.fn<Bridge['login']>(
    () =>
      new Promise((resolve, reject) => {
        this.logins.push({ resolve, reject });
      }),
  );
  board = vi.fn(() => Promise.resolve(this.current));
  #board: (board: BoardView) => void = () => undefined;
  #open: (opening: Opening) => void = () => undefined;

  constructor(
    private current: BoardView,
    /** What the settings are. */
    public chosen: SettingsView = settingsOf(),
  ) {}

  onBoard: Bridge['onBoard'] = (listener) => {
    this.#board = listener;
    return Promise.resolve(() => undefined);
  };
  onOpen: Bridge['onOpen'] = (listener) => {
    this.#open = listener;
    return Promise.resolve(() => undefined);
  };

  publish(board: BoardView): void {
    this.current = board;
    this.#board(board);
  }
  open(name: string | null): void {
    this.#open({ name });
  }
  openSettings(): void {
    this.#open({ name: null, settings: true });
  }
}

export const script = new Script(NOW);
export const row = (name: string, rest?: Partial<RowView>): RowView => script.row(name, rest);
export const board = (rows: RowView[], rest?: Partial<BoardView>): BoardView =>
  script.board(rows, rest);

/** A page as it stands in the document, with the questions that tests ask of it. */
export class Page {
  constructor(
    readonly bridge: FakeBridge,
    readonly popover: DaypassPopover,
  ) {}

  /** Waits until everything that was started has been drawn. */
  async settled(): Promise<void> {
    for (let round = 0; round < 12; round += 1) await Promise.resolve();
    await this.popover.updateComplete;
    for (let round = 0; round < 12; round += 1) await Promise.resolve();
  }

  all(testid: string): HTMLElement[] {
    return [...this.popover.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
  }

  get(testid: string): HTMLElement {
    const [found] = this.all(testid);
    if (!found) throw new Error(`nothing on the page is called ${testid}`);
    return found;
  }

  has(testid: string): boolean {
    return this.all(testid).length > 0;
  }

  text(testid: string): string {
    return this.get(testid).textContent.replace(/\s+/g, ' ').trim();
  }

  get code(): HTMLInputElement {
    return this.get('code-input') as HTMLInputElement;
  }

  async click(testid: string): Promise<void> {
    this.get(testid).click();
    await this.settled();
  }

  /** A key pressed where the keyboard is; text fields take characters as browsers do. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      const allowed = target.dispatchEvent(event);
      if (allowed && key.length === 1 && target instanceof HTMLInputElement && !target.readOnly) {
        target.value += key;
        target.dispatchEvent(new Event('input', { bubbles: true }));
      }
      await this.settled();
    }
  }

  /** A text typed character by character. */
  async keys(text: string): Promise<void> {
    await this.press(...Array.from(text));
  }

  async paste(text: string): Promise<void> {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    (document.activeElement ?? document.body).dispatchEvent(event);
    await this.settled();
  }

  async type(testid: string, text: string): Promise<void> {
    const input = this.get(testid) as HTMLInputElement;
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await this.settled();
  }

  /** What the element that has the keyboard is called. */
  focused(): string | undefined {
    return (document.activeElement as HTMLElement | null)?.dataset.testid;
  }

  selected(): string | undefined {
    return this.popover.querySelector<HTMLElement>('profile-row[data-selected]')?.dataset.testid;
  }
}

export async function open(shown: BoardView, settings = settingsOf()): Promise<Page> {
  return openOn(new FakeBridge(shown, settings));
}

/** The page of a bridge that answers as the test wants it to from the first question on. */
export async function openOn(bridge: FakeBridge): Promise<Page> {
  const popover = document.createElement('daypass-popover');
  popover.bridge = bridge;
  document.body.replaceChildren(popover);
  const page = new Page(bridge, popover);
  await page.settled();
  return page;
}
