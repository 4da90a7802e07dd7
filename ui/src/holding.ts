/** Tells the window when a form begins or ceases to hold typed text: it must not hide then. */

import { type Form, FORMS } from './standing';

const ELEMENTS = {
  settings: 'settings-page',
  adding: 'add-key-form',
  editing: 'edit-form',
} as const satisfies Record<Form, keyof HTMLElementTagNameMap>;

export class Holding {
  readonly #root: HTMLElement;
  readonly #tell: (held: boolean) => void;
  #told = false;

  constructor(root: HTMLElement, tell: (held: boolean) => void) {
    this.#root = root;
    this.#tell = tell;
  }

  /** The forms that hold typed text now. */
  forms(): Form[] {
    return FORMS.filter((form) => this.#root.querySelector(ELEMENTS[form])?.holds() === true);
  }

  /** Looks again, whenever something may have been typed, saved or left. */
  look(): void {
    const held = this.forms().length > 0;
    if (held === this.#told) return;
    this.#told = held;
    this.#tell(held);
  }
}
