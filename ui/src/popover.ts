/** `<daypass-popover>`: the root. It owns the page's state, its one timer and its keyboard. */

import type { PropertyDeclarations, TemplateResult } from 'lit';

import { page } from './board';
import type { FoundDevicesView } from './bindings/FoundDevicesView';
import {
  type Bridge,
  failureFrom,
  type KeyForm,
  type KeyToFind,
  type Opening,
  type Unlisten,
} from './bridge';
import { countdown, nextSecond } from './countdown';
import { type DemoCode, DemoDevice } from './demo-device';
import { Fitting } from './fitting';
import { INTENT, type Intent } from './intent';
import { Letters, meaning, type Meaning, type Place, placeOf } from './keyboard';
import { land, type Landing, landingAfter, rowElement } from './landing';
import { LightElement } from './light-element';
import { t } from './messages';
import {
  allRows,
  beginningWith,
  driftOf,
  findRow,
  isLong,
  isOurs,
  mostUrgent,
  selectable,
} from './rows';
import { type Change, initial, isBusy, reduce, rowsShown, shownRows, type State } from './state';
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
  #wantsFocus: Landing | null = null;

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
    this.#wantsFocus = this.state.errand?.aside === false ? 'page' : 'row';
  };

  readonly #onVisibility = (): void => {
    this.now = Date.now();
    this.requestUpdate();
  };

  #change(change: Change): void {
    const before = this.state;
    this.state = reduce(before, change);
    const landing = landingAfter(before, this.state);
    if (landing === null) return;
    // Whoever typed a name or opened a row has said where the keyboard belongs.
    if (landing === 'row') this.#wantsFocus ??= landing;
    else this.#wantsFocus = landing;
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
      const { pinned, busy } = this.state;
      if (!pinned && rowsShown(this.state) && busy.length === 0) void this.bridge.hide();
    }, LINGER);
  }

  /** Whoever does something else wants to see it through. */
  readonly #stay = (): void => {
    clearTimeout(this.#leaving);
  };

  /** One step back: from the innermost thing that is open to the popover itself. */
  #escape(): void {
    const { menu, removing, adding, search, selected, errand, takingOver } = this.state;
    const waiting = selected !== null && isBusy(this.state, selected) ? selected : null;
    if (adding === 'open') {
      const holds = this.querySelector('add-key-form')?.holds() ?? false;
      if (holds) void this.bridge.hide();
      else this.#change({ type: 'adding', adding: 'closed' });
    } else if (errand !== null && !errand.aside) {
      // What is being made cannot be taken back: it goes on without being looked at.
      if (errand.waiting === 'making') void this.bridge.hide();
      else this.#express({ type: 'errand', wish: { type: 'back' } });
    } else if (removing !== null) {
      this.#change({ type: 'removing', name: null });
    } else if (menu !== null) {
      this.#change({ type: 'menu', name: null });
      this.#wantsFocus = 'row';
    } else if (waiting !== null) {
      this.#express({ type: 'cancel', name: waiting });
    } else if (takingOver !== null && takingOver === selected) {
      this.#express({ type: 'take-over', name: null });
    } else if (search !== '') {
      this.#change({ type: 'search', text: '' });
      this.#wantsFocus = 'row';
    } else {
      void this.bridge.hide();
    }
  }

  // ── The keyboard ─────────────────────────────────────────────────────────

  #place(): Place {
    return rowsShown(this.state) ? placeOf(document.activeElement) : 'text';
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
    const row = rowElement(this, this.state.selected);
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

  // ── Rendering ────────────────────────────────────────────────────────────

  protected override updated(): void {
    this.#fitting.watch(this.querySelectorAll('[data-part]'));
    const wanted = this.#wantsFocus;
    this.#wantsFocus = null;
    if (wanted !== null) void land(this, wanted, this.state);
    if (document.visibilityState === 'hidden') this.#ticker.stop();
    else this.#planTick();
  }

  /** One timer for everything that moves: the nearest change of any row's words. */
  #planTick(): void {
    const { board, selected } = this.state;
    const row = rowsShown(this.state) ? findRow(board, selected) : null;
    const takesCode = row !== null && isOurs(row) && row.needsCode;
    this.#device.look(board?.demo === true && takesCode ? row.name : null, this.now);
    const changes = (board === null ? [] : allRows(board))
      .flatMap((each) => each.expires ?? [])
      .map((expires) => countdown(Date.parse(expires), this.now, driftOf(board)).next);
    if (takesCode) changes.push(nextSecond(this.now));
    this.#ticker.wakeAt(Math.min(Infinity, ...changes));
  }

  protected override render(): TemplateResult {
    return page({
      state: this.state,
      now: this.now,
      demoCode: this.demoCode,
      express: this.#express,
      save: this.#save,
      find: this.#find,
    });
  }

  readonly #save = (form: KeyForm): Promise<void> => this.bridge.addKey(form);

  readonly #find = (key: KeyToFind): Promise<FoundDevicesView> => this.bridge.findDevice(key);
}

customElements.define('daypass-popover', DaypassPopover);

declare global {
  interface HTMLElementTagNameMap {
    'daypass-popover': DaypassPopover;
  }
}
