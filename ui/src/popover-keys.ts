/** The keyboard of the whole page: what is pressed or pasted outside of a field finds its place. */

import { Letters, meaning, type Meaning, type Place, placeOf } from './keyboard';
import { type Landing, rowElement } from './landing';
import { beginningWith, isLong, mostUrgent, selectable } from './rows';
import { rowsShown } from './standing';
import { type Change, shownRows, type State } from './state';

/** What the keyboard needs of the page. */
export interface Page {
  readonly root: HTMLElement & { updateComplete: Promise<boolean> };
  state(): State;
  change(change: Change): void;
  /** Puts the keyboard there after the next rendering. */
  land(landing: Landing): void;
  /** One step back. */
  escape(): void;
  /** Something is done: the popover does not leave by itself now. */
  stay(): void;
}

type CodeField = HTMLElementTagNameMap['token-code'];

export class PopoverKeys {
  readonly #page: Page;
  readonly #letters = new Letters();

  constructor(page: Page) {
    this.#page = page;
  }

  start(): void {
    document.addEventListener('keydown', this.#onKey);
    document.addEventListener('paste', this.#onPaste);
  }

  stop(): void {
    document.removeEventListener('keydown', this.#onKey);
    document.removeEventListener('paste', this.#onPaste);
  }

  get #state(): State {
    return this.#page.state();
  }

  #place(): Place {
    return rowsShown(this.#state) ? placeOf(document.activeElement) : 'text';
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    this.#page.stay();
    if (event.defaultPrevented) return;
    const meant = meaning(event, this.#place());
    if (meant === null) return;
    event.preventDefault();
    this.#follow(meant);
  };

  #follow(meant: Meaning): void {
    switch (meant.type) {
      case 'escape':
        this.#page.escape();
        return;
      case 'digit':
        void this.#intoCode((field) => {
          field.type(meant.digit);
        });
        return;
      case 'letter':
        this.#typeName(meant.letter);
        return;
      case 'search':
        if (this.#searches()) this.#page.land('search');
        return;
      case 'first':
        this.#first();
        return;
      case 'move':
        this.#move(meant.by);
    }
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    this.#page.stay();
    const text = event.clipboardData?.getData('text') ?? '';
    if (event.defaultPrevented || this.#place() !== 'elsewhere' || !/\p{Nd}/u.test(text)) return;
    event.preventDefault();
    void this.#intoCode((field) => {
      field.fill(text);
    });
  };

  /** Digits that land anywhere belong to the open field, or else to the most urgent one. */
  async #intoCode(put: (field: CodeField) => void): Promise<void> {
    const { board, selected } = this.#state;
    if (board === null) return;
    if (selected === null) this.#page.change({ type: 'select', name: mostUrgent(board) });
    await this.#page.root.updateComplete;
    const row = rowElement(this.#page.root, this.#state.selected);
    await row?.updateComplete;
    const field = row?.querySelector('token-code');
    if (!field) return;
    field.focus();
    put(field);
  }

  #searches(): boolean {
    const { board } = this.#state;
    return board !== null && isLong(board);
  }

  #typeName(letter: string): void {
    if (this.#searches()) {
      this.#page.change({ type: 'search', text: this.#state.search + letter });
      this.#page.land('search');
      return;
    }
    const typed = this.#letters.add(letter, Date.now());
    const name = beginningWith(selectable(shownRows(this.#state)), typed);
    if (name !== null) this.#page.change({ type: 'select', name });
  }

  /** From the search to the first row that it found. */
  #first(): void {
    const [name] = selectable(shownRows(this.#state));
    if (name === undefined) return;
    this.#page.change({ type: 'select', name });
    this.#page.land('row');
  }

  #move(by: 1 | -1): void {
    const names = selectable(shownRows(this.#state));
    if (names.length === 0) return;
    const { selected } = this.#state;
    const here = selected === null ? -1 : names.indexOf(selected);
    const there = here < 0 ? (by > 0 ? 0 : names.length - 1) : here + by;
    const name = names[there];
    if (name === undefined) return;
    this.#page.change({ type: 'select', name });
    this.#page.land('row');
  }
}
