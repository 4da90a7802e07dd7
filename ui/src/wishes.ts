/** Fulfils what a person wants through the bridge and tells the state what came of it. */

import { type Bridge, failureFrom } from './bridge';
import { copyText } from './clipboard';
import { Errands } from './errands';
import type { Intent } from './intent';
import { t } from './messages';
import { findRow } from './rows';
import type { Change, Note, State } from './state';

const NOTE_STAYS = 2500;

/** What the wishes need of the page. */
export interface Page {
  readonly bridge: Bridge;
  state(): State;
  change(change: Change): void;
  /** A sign-in has come to its end, well or not. */
  signedIn(name: string): void;
  refused(name: string): void;
}

export class Wishes {
  readonly #page: Page;
  readonly #errands: Errands;

  constructor(page: Page) {
    this.#page = page;
    this.#errands = new Errands(page);
  }

  async fulfil(intent: Intent): Promise<void> {
    const { bridge } = this.#page;
    switch (intent.type) {
      case 'select': {
        const open = this.#page.state().selected === intent.name;
        this.#page.change({ type: 'select', name: open ? null : intent.name });
        return;
      }
      case 'submit':
        return this.#signIn(intent.name, intent.code);
      case 'cancel':
        return this.#try(intent.name, () => bridge.cancel(intent.name));
      case 'menu':
        this.#page.change({ type: 'menu', name: intent.name });
        return;
      case 'end-session':
        this.#page.change({ type: 'menu', name: null });
        return this.#try(intent.name, () => bridge.logout(intent.name));
      case 'test':
        return this.#test(intent.name);
      case 'copy':
        return this.#copy(intent.name, intent.text);
      case 'copy-environment':
        return this.#copyEnvironment(intent.name);
      case 'open-console':
        return this.#openConsole(intent.name);
      case 'ask-remove':
        this.#page.change({ type: 'removing', name: intent.name });
        return;
      case 'remove':
        this.#page.change({ type: 'menu', name: null });
        return this.#try(intent.name, () => bridge.removeKey(intent.name));
      case 'add-key':
        this.#page.change({ type: 'adding', adding: 'open', name: intent.name });
        return;
      case 'key-saved':
        this.#page.change({ type: 'added', name: intent.name });
        return;
      case 'close-form':
        this.#page.change({ type: 'adding', adding: 'closed' });
        return;
      case 'settings':
      case 'edit':
        this.#page.change(intent);
        return;
      case 'edited':
        this.#page.change({ type: 'edit', name: null });
        this.#brieflyNote(intent.name, 'saved');
        return;
      case 'sign-in-again':
        return this.#signInAgain(intent.name);
      case 'take-over':
        return this.#takeOver(intent.name);
      case 'errand':
        return this.#errands.fulfil(intent.wish);
      case 'try-demo':
        return this.#global(() => bridge.startDemo());
      case 'pin':
        return this.#pin(intent.pinned);
      case 'search':
        this.#page.change({ type: 'search', text: intent.text });
        return;
      case 'reload':
        return this.load();
    }
  }

  /** A board that came while this one was on its way is newer. */
  async load(): Promise<void> {
    const before = this.#page.state().board;
    await this.#global(async () => {
      const board = await this.#page.bridge.board();
      if (this.#page.state().board === before) this.#page.change({ type: 'board', board });
    });
  }

  /** Lets the next sign-in write over another program's session; without a code it starts now. */
  async #takeOver(name: string | null): Promise<void> {
    this.#page.change({ type: 'take-over', name });
    const row = findRow(this.#page.state().board, name);
    if (row !== null && !row.needsCode) await this.#signIn(row.name, null);
  }

  async #signIn(name: string, code: string | null): Promise<void> {
    const { bridge } = this.#page;
    const takesOver = this.#page.state().takingOver === name;
    this.#page.change({ type: 'submit', name });
    try {
      await (takesOver ? bridge.login(name, code, null, true) : bridge.login(name, code, null));
    } catch (reason) {
      this.#failed(name, reason);
      this.#page.refused(name);
      return;
    }
    this.#page.change({ type: 'done', name });
    this.#page.signedIn(name);
  }

  async #test(name: string): Promise<void> {
    this.#page.change({ type: 'menu', name: null });
    this.#page.change({ type: 'note', name, note: 'testing' });
    await this.#try(name, async () => {
      const { arn } = await this.#page.bridge.test(name);
      this.#page.change({ type: 'note', name, note: { arn } });
    });
  }

  async #copy(name: string, text: string): Promise<void> {
    this.#page.change({ type: 'menu', name: null });
    try {
      await copyText(text);
    } catch {
      const failure = { code: 'clipboard', ...t.copyFailed, detail: text, requestId: null };
      this.#page.change({ type: 'failed', name, failure });
      return;
    }
    this.#brieflyNote(name, 'copied');
  }

  async #copyEnvironment(name: string): Promise<void> {
    this.#page.change({ type: 'menu', name: null });
    await this.#try(name, async () => {
      await this.#page.bridge.copyEnvironment(name);
      this.#brieflyNote(name, 'copied-environment');
    });
  }

  async #openConsole(name: string): Promise<void> {
    this.#page.change({ type: 'menu', name: null });
    this.#page.change({ type: 'note', name, note: 'opening' });
    await this.#try(name, async () => {
      await this.#page.bridge.openConsole(name);
      this.#brieflyNote(name, 'opening');
    });
  }

  /** Says it in the row for a moment. */
  #brieflyNote(name: string, note: Note): void {
    this.#page.change({ type: 'note', name, note });
    setTimeout(() => {
      const stands = this.#page.state().notes[name] === note;
      if (stands) this.#page.change({ type: 'note', name, note: null });
    }, NOTE_STAYS);
  }

  /** Opens the row's code field; without a code it starts now. */
  async #signInAgain(name: string): Promise<void> {
    this.#page.change({ type: 'select', name });
    const row = findRow(this.#page.state().board, name);
    if (row !== null && !row.needsCode) await this.#signIn(name, null);
  }

  async #pin(pinned: boolean): Promise<void> {
    this.#page.change({ type: 'pinned', pinned });
    await this.#global(async () => {
      try {
        await this.#page.bridge.setPinned(pinned);
      } catch (reason) {
        this.#page.change({ type: 'pinned', pinned: !pinned });
        throw reason;
      }
    });
  }

  /** Does something for a row; what goes wrong is told in that row. */
  async #try(name: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (reason) {
      this.#failed(name, reason);
    }
  }

  /** Does something for the whole page; what goes wrong is told above all rows. */
  async #global(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (reason) {
      this.#page.change({ type: 'trouble', failure: failureFrom(reason, t.unexpected) });
    }
  }

  #failed(name: string, reason: unknown): void {
    this.#page.change({ type: 'failed', name, failure: failureFrom(reason, t.unexpected) });
  }
}
