/** `<daypass-popover>`: the root. It owns the page's state, its one timer and its keyboard. */

import type { PropertyDeclarations, TemplateResult } from 'lit';

import { page } from './board';
import { type Bridge, failureFrom, type KeyForm, type Opening, type Unlisten } from './bridge';
import { countdown, nextSecond } from './countdown';
import { type DemoCode, DemoDevice } from './demo-device';
import { Fitting } from './fitting';
import { INTENT, type Intent } from './intent';
import { Letters, meaning, type Meaning, type Place, placeOf } from './keyboard';
import { LightElement } from './light-element';
import { t } from './messages';
import { allRows, beginningWith, findRow, isLong, isOurs, mostUrgent, selectable } from './rows';
import { type Change, initial, isBusy, reduce, shownRows, type State } from './state';
import { Ticker } from './ticker';
import { Wishes } from './wishes';

/** How long a row's success stands before the popover leaves by itself. */
const LINGER = 1200;

export class DaypassPopover extends LightElement {
  static override properties: PropertyDeclarations = {
    state: { state: true },
    now: { state: true },
    demoCode: { state: true },
  };

  declare bridge: Bridge;
  declare protected state: State;
  declare protected now: number;
  declare protected demoCode: DemoCode | null;

  readonly #ticker = new Ticker((now) => {
    this.now = now;
  });
  readonly #fitting = new Fitting((height) => {
    void this.bridge.fit(height);
  });
  readonly #device = new DemoDevice(
    (name) => this.bridge.demoCode(name),
    (code) => {
      this.demoCode = code;
    },
  );
  readonly #letters = new Letters();
  readonly #wishes: Wishes;
  #unlisten: Unlisten[] = [];
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** Where the keyboard goes after the next rendering. */
  #wantsFocus: 'row' | 'menu' | 'search' | 'form' | null = null;

  constructor() {
    super();
    this.state = initial;
    this.now = Date.now();
    this.demoCode = null;
    const bridge = (): Bridge => this.bridge;
    this.#wishes = new Wishes({
      get bridge() {
        return bridge();
      },
      state: () => this.state,
      change: (change) => {
        this.#change(change);
      },
      signedIn: () => {
        // Whoever has gone on to another row is not done yet.
        if (this.state.selected !== null) return;
        this.#wantsFocus = 'row';
        this.#leaveSoon();
      },
      refused: (name) => {
        if (this.state.selected === name) this.#wantsFocus = 'row';
      },
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener(INTENT, this.#onIntent);
    document.addEventListener('keydown', this.#onKey);
    document.addEventListener('paste', this.#onPaste);
    document.addEventListener('pointerdown', this.#stay);
    document.addEventListener('visibilitychange', this.#onVisibility);
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener(INTENT, this.#onIntent);
    document.removeEventListener('keydown', this.#onKey);
    document.removeEventListener('paste', this.#onPaste);
    document.removeEventListener('pointerdown', this.#stay);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten = [];
    this.#stay();
    this.#ticker.stop();
    this.#fitting.stop();
  }

  // ── The world ────────────────────────────────────────────────────────────

  /** Listens before it asks, so that no board is missed between the two. */
  async #begin(): Promise<void> {
    try {
      const unlisten = await Promise.all([
        this.bridge.onBoard((board) => {
          this.#change({ type: 'board', board });
        }),
        this.bridge.onOpen(this.#onOpen),
      ]);
      if (this.isConnected) this.#unlisten = unlisten;
      else for (const each of unlisten) each();
    } catch (reason) {
      this.#change({ type: 'trouble', failure: failureFrom(reason, t.unexpected) });
    }
    await this.#wishes.load();
  }

  readonly #onOpen = ({ name }: Opening): void => {
    this.#stay();
    this.now = Date.now();
    const formHolds = this.querySelector('add-key-form')?.holds() ?? false;
    this.querySelector('token-code')?.clear();
    this.#change({ type: 'open', name, formHolds });
    this.#wantsFocus = 'row';
  };

  readonly #onVisibility = (): void => {
    this.now = Date.now();
    this.requestUpdate();
  };

  #change(change: Change): void {
    const before = this.state;
    this.state = reduce(before, change);
    const { selected, adding } = this.state;
    const moved = selected !== before.selected && selected !== null;
    const formClosed = before.adding === 'open' && adding !== 'open';
    if (moved || formClosed) this.#wantsFocus ??= 'row';
    if (before.adding !== 'open' && adding === 'open') this.#wantsFocus = 'form';
  }

  // ── What a person wants ──────────────────────────────────────────────────

  readonly #onIntent = (event: CustomEvent<Intent>): void => {
    event.stopPropagation();
    this.#express(event.detail);
  };

  readonly #express = (intent: Intent): void => {
    if (intent.type === 'menu') this.#wantsFocus = intent.name === null ? 'row' : 'menu';
    void this.#wishes.fulfil(intent);
  };

  // ── Leaving ──────────────────────────────────────────────────────────────

  #leaveSoon(): void {
    this.#stay();
    this.#leaving = setTimeout(() => {
      const { pinned, adding, busy } = this.state;
      if (!pinned && adding !== 'open' && busy.length === 0) void this.bridge.hide();
    }, LINGER);
  }

  /** Whoever does something else wants to see it through. */
  readonly #stay = (): void => {
    clearTimeout(this.#leaving);
  };

  /** One step back: from the innermost thing that is open to the popover itself. */
  #escape(): void {
    const { menu, removing, adding, search, selected } = this.state;
    const waiting = selected !== null && isBusy(this.state, selected) ? selected : null;
    if (adding === 'open') {
      const holds = this.querySelector('add-key-form')?.holds() ?? false;
      if (holds) void this.bridge.hide();
      else this.#change({ type: 'adding', adding: 'closed' });
    } else if (removing !== null) {
      this.#change({ type: 'removing', name: null });
    } else if (menu !== null) {
      this.#change({ type: 'menu', name: null });
      this.#wantsFocus = 'row';
    } else if (waiting !== null) {
      this.#express({ type: 'cancel', name: waiting });
    } else if (search !== '') {
      this.#change({ type: 'search', text: '' });
      this.#wantsFocus = 'row';
    } else {
      void this.bridge.hide();
    }
  }

  // ── The keyboard ─────────────────────────────────────────────────────────

  #place(): Place {
    return this.state.adding === 'open' ? 'text' : placeOf(document.activeElement);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    this.#stay();
    if (event.defaultPrevented) return;
    const meant = meaning(event, this.#place());
    if (meant === null) return;
    event.preventDefault();
    this.#follow(meant);
  };

  #follow(meant: Meaning): void {
    switch (meant.type) {
      case 'escape':
        this.#escape();
        return;
      case 'digit':
        void this.#intoCode((field) => {
          field.type(meant.digit);
        });
        return;
      case 'letter':
        this.#typeName(meant.letter);
        return;
      case 'move':
        this.#move(meant.by);
    }
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    this.#stay();
    const text = event.clipboardData?.getData('text') ?? '';
    if (event.defaultPrevented || this.#place() !== 'elsewhere' || !/\p{Nd}/u.test(text)) return;
    event.preventDefault();
    void this.#intoCode((field) => {
      field.fill(text);
    });
  };

  /** Digits that land anywhere belong to the open field, or else to the most urgent one. */
  async #intoCode(put: (field: HTMLElementTagNameMap['token-code']) => void): Promise<void> {
    const { board, selected } = this.state;
    if (board === null) return;
    if (selected === null) this.#change({ type: 'select', name: mostUrgent(board) });
    await this.updateComplete;
    const row = this.#rowElement(this.state.selected);
    await row?.updateComplete;
    const field = row?.querySelector('token-code');
    if (!field) return;
    field.focus();
    put(field);
  }

  #typeName(letter: string): void {
    if (this.state.board !== null && isLong(this.state.board)) {
      this.#change({ type: 'search', text: this.state.search + letter });
      this.#wantsFocus = 'search';
      return;
    }
    const typed = this.#letters.add(letter, Date.now());
    const name = beginningWith(selectable(shownRows(this.state)), typed);
    if (name !== null) this.#change({ type: 'select', name });
  }

  #move(by: 1 | -1): void {
    const names = selectable(shownRows(this.state));
    if (names.length === 0) return;
    const { selected } = this.state;
    const here = selected === null ? -1 : names.indexOf(selected);
    const there = here < 0 ? (by > 0 ? 0 : names.length - 1) : here + by;
    const name = names[there];
    if (name === undefined) return;
    this.#change({ type: 'select', name });
    this.#wantsFocus = 'row';
  }

  #rowElement(name: string | null): HTMLElementTagNameMap['profile-row'] | null {
    if (name === null) return null;
    const rows = this.querySelectorAll('profile-row');
    return [...rows].find((element) => element.row.name === name) ?? null;
  }

  // ── Rendering ────────────────────────────────────────────────────────────

  protected override updated(): void {
    this.#fitting.watch(this.querySelectorAll('[data-part]'));
    void this.#focusWhenReady();
    if (document.visibilityState === 'hidden') this.#ticker.stop();
    else this.#planTick();
  }

  /** One timer for everything that moves: the nearest change of any row's words. */
  #planTick(): void {
    const { board, selected, adding } = this.state;
    const row = adding === 'open' ? null : findRow(board, selected);
    const takesCode = row !== null && isOurs(row) && row.needsCode;
    this.#device.look(board?.demo === true && takesCode ? row.name : null, this.now);
    const changes = (board === null ? [] : allRows(board))
      .flatMap((each) => each.expires ?? [])
      .map((expires) => countdown(Date.parse(expires), this.now).next);
    if (takesCode) changes.push(nextSecond(this.now));
    this.#ticker.wakeAt(Math.min(Infinity, ...changes));
  }

  async #focusWhenReady(): Promise<void> {
    const wanted = this.#wantsFocus;
    this.#wantsFocus = null;
    if (this.state.adding === 'open') {
      const form = this.querySelector('add-key-form');
      await form?.updateComplete;
      if (wanted === 'form') form?.focus();
      return;
    }
    if (wanted === null || wanted === 'form') return;
    if (wanted === 'search') {
      this.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
      return;
    }
    const { menu, selected, done } = this.state;
    const row = this.#rowElement(wanted === 'menu' ? menu : (selected ?? done));
    await row?.updateComplete;
    const target = wanted === 'menu' ? row?.querySelector('row-menu') : row;
    await target?.updateComplete;
    target?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    return page({
      state: this.state,
      now: this.now,
      demoCode: this.demoCode,
      express: this.#express,
      save: this.#save,
    });
  }

  readonly #save = (form: KeyForm): Promise<void> => this.bridge.addKey(form);
}

customElements.define('daypass-popover', DaypassPopover);

declare global {
  interface HTMLElementTagNameMap {
    'daypass-popover': DaypassPopover;
  }
}
