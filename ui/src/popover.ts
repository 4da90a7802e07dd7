/** `<daypass-popover>`: the root. It owns the page's state, its one timer and its keyboard. */

import type { PropertyDeclarations, TemplateResult } from 'lit';

import { page } from './board';
import type { ThemeView } from './bindings/ThemeView';
import { type Bridge, failureFrom, type Opening, type Unlisten } from './bridge';
import { nextSecond } from './countdown';
import { type DemoCode, DemoDevice } from './demo-device';
import { Fitting } from './fitting';
import { Holding } from './holding';
import { INTENT, type Intent } from './intent';
import { land, type Landing, landingAfter } from './landing';
import { LightElement } from './light-element';
import { t } from './messages';
import { speak, wasPinned } from './page-address';
import { paint } from './paint';
import { PopoverKeys } from './popover-keys';
import { saidUntil } from './row-words';
import { allRows, driftOf, findRow, isOurs } from './rows';
import { rowsShown, shownPage } from './standing';
import { type Change, initial, reduce, type State } from './state';
import { stepBack } from './step-back';
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
  /** Brings the page up again in another language; null is the desktop's. */
  declare speak: (language: string | null, pinned: boolean) => void;
  declare paint: (theme: ThemeView) => void;
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
  readonly #holding = new Holding(this, (held) => {
    void this.bridge.hold(held);
  });
  readonly #keys: PopoverKeys;
  readonly #wishes: Wishes;
  #unlisten: Unlisten[] = [];
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #tookEarly = false;
  /** Where the keyboard goes after the next rendering. */
  #wantsFocus: Landing | null = null;

  constructor() {
    super();
    this.speak = speak;
    this.paint = paint;
    this.state = { ...initial, pinned: wasPinned() };
    this.now = Date.now();
    this.demoCode = null;
    this.#keys = this.#keyboard();
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
    this.addEventListener('input', this.#onTyped);
    this.#keys.start();
    document.addEventListener('pointerdown', this.#stay);
    document.addEventListener('visibilitychange', this.#onVisibility);
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener(INTENT, this.#onIntent);
    this.removeEventListener('input', this.#onTyped);
    this.#keys.stop();
    document.removeEventListener('pointerdown', this.#stay);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten = [];
    this.#stay();
    this.#ticker.stop();
    this.#fitting.stop();
  }

  // ── The world ────────────────────────────────────────────────────────────

  /**
   * Asks at once, for who has clicked waits for the rows; and again when it listens, so that no board is
   * missed between the two.
   */
  async #begin(): Promise<void> {
    const listening = this.#listen();
    await this.#wishes.load();
    // Without rows they are nobody's.
    void this.#takeEarly();
    await listening;
    await this.#wishes.load();
  }

  async #listen(): Promise<void> {
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
  }

  /** Who clicks and types at once means the code field that is about to come. */
  async #takeEarly(): Promise<void> {
    if (this.#tookEarly) return;
    this.#tookEarly = true;
    await this.updateComplete;
    const typed = await this.bridge.typedEarly();
    if (typed !== '') this.querySelector('token-code')?.typedEarly(typed);
  }

  readonly #onOpen = ({ name, settings = false }: Opening): void => {
    this.#stay();
    this.now = Date.now();
    this.querySelector('token-code')?.clear();
    this.#change({ type: 'open', name, settings, holding: this.#holding.forms() });
    const shown = shownPage(this.state);
    this.#wantsFocus = shown === 'settings' || shown === 'errand' ? 'page' : 'row';
  };

  readonly #onTyped = (): void => {
    this.#holding.look();
  };

  readonly #onVisibility = (): void => {
    this.now = Date.now();
    this.requestUpdate();
  };

  #change(change: Change): void {
    const before = this.state;
    this.state = reduce(before, change);
    if (before.board === null && this.state.board !== null) void this.#takeEarly();
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
    if (intent.type === 'sign-in-again') this.#wantsFocus = 'row';
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

  #escape(): void {
    const adding = this.querySelector('add-key-form');
    const step = stepBack(this.state, adding?.holds() ?? false);
    if (step.type === 'hide') {
      void this.bridge.hide();
    } else if (step.type === 'leave-form') {
      this.querySelector('edit-form')?.leave();
    } else {
      this.#express(step);
      if (step.type === 'search') this.#wantsFocus = 'row';
    }
  }

  #keyboard(): PopoverKeys {
    return new PopoverKeys({
      root: this,
      state: () => this.state,
      change: (change) => {
        this.#change(change);
      },
      land: (landing) => {
        this.#wantsFocus = landing;
        this.requestUpdate();
      },
      escape: () => {
        this.#escape();
      },
      stay: this.#stay,
    });
  }

  // ── Rendering ────────────────────────────────────────────────────────────

  protected override updated(): void {
    this.#fitting.watch(this.querySelectorAll('[data-part]'));
    this.#holding.look();
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
    const rows = board === null ? [] : allRows(board);
    const changes = rows.map((each) => saidUntil(each, this.now, driftOf(board)));
    if (takesCode) changes.push(nextSecond(this.now));
    this.#ticker.wakeAt(Math.min(Infinity, ...changes));
  }

  protected override render(): TemplateResult {
    return page({
      state: this.state,
      now: this.now,
      demoCode: this.demoCode,
      express: this.#express,
      bridge: this.bridge,
      speak: (language) => {
        this.speak(language, this.state.pinned);
      },
      paint: this.paint,
    });
  }
}

customElements.define('daypass-popover', DaypassPopover);

declare global {
  interface HTMLElementTagNameMap {
    'daypass-popover': DaypassPopover;
  }
}
