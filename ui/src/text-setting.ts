/** `<text-setting>`: one text that is saved on Enter and when the keyboard leaves it. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { failureAlert } from './failure-note';
import { LightElement } from './light-element';
import { Saving } from './saving';

export class TextSetting extends LightElement {
  static override properties: PropertyDeclarations = {
    testid: { attribute: false },
    label: { attribute: false },
    value: { attribute: false },
    placeholder: { attribute: false },
    hint: { attribute: false },
    example: { attribute: false },
    wrong: { attribute: false },
    save: { attribute: false },
    typed: { state: true },
    error: { state: true },
  };

  /** The field's test id. */
  declare testid: string;
  declare label: string;
  /** What counts now. */
  declare value: string;
  declare placeholder: string;
  declare hint: string;
  /** What a typed text would give, if that is worth a line. */
  declare example: ((text: string) => string) | null;
  /** What is wrong with a text, before it is saved. */
  declare wrong: (text: string) => string | null;
  declare save: (text: string) => Promise<void>;
  /** What was typed and is not saved. */
  declare protected typed: string | null;
  declare protected error: string | null;
  readonly #saving = new Saving(this);

  constructor() {
    super();
    this.placeholder = '';
    this.hint = '';
    this.example = null;
    this.wrong = () => null;
    this.typed = null;
    this.error = null;
  }

  override focus(): void {
    this.querySelector('input')?.focus();
  }

  /** Whether anything was typed that would be lost. */
  holds(): boolean {
    return this.typed !== null && this.typed.trim() !== this.value;
  }

  protected override render(): TemplateResult {
    const { uid, error, hint, example } = this;
    const { failure } = this.#saving;
    const text = this.typed ?? this.value;
    const described = [
      error === null ? '' : `${uid}-error`,
      failure === null ? '' : `${uid}-failure`,
      hint === '' ? '' : `${uid}-hint`,
    ].filter((id) => id !== '');
    return html`
      <div class="field">
        <label for=${uid}>${this.label}</label>
        <input
          id=${uid}
          type="text"
          data-testid=${this.testid}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${this.placeholder === '' ? nothing : this.placeholder}
          aria-invalid=${error === null && failure === null ? 'false' : 'true'}
          aria-describedby=${described.length > 0 ? described.join(' ') : nothing}
          .value=${live(text)}
          @input=${this.#onInput}
          @blur=${this.#onBlur}
          @keydown=${this.#onKey}
        />
        ${error === null ? nothing : html`<p class="problem-line" id="${uid}-error" data-testid="${this.testid}-error">${error}</p>`}
        ${failureAlert(failure, `${this.testid}-failure`, `${uid}-failure`)}
        ${example === null ? nothing : html`<p class="example" data-testid="${this.testid}-example">${example(text.trim())}</p>`}
        ${hint === '' ? nothing : html`<p class="hint-line" id="${uid}-hint">${hint}</p>`}
      </div>
    `;
  }

  readonly #onInput = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
    this.error = null;
  };

  readonly #onBlur = (): void => {
    void this.#commit();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void this.#commit();
    } else if (event.key === 'Escape' && this.holds()) {
      event.preventDefault();
      this.typed = null;
      this.error = null;
      this.#saving.forget();
      this.#changed();
    }
  };

  async #commit(): Promise<void> {
    if (this.#saving.running || this.typed === null) return;
    const text = this.typed.trim();
    if (text !== this.value) {
      this.error = this.wrong(text);
      if (this.error !== null || !(await this.#saving.tried(() => this.save(text)))) return;
    }
    this.#saving.forget();
    // What was typed while it was saved stands.
    if (this.typed.trim() === text) this.typed = null;
    this.#changed();
  }

  /** Nothing is typed any more: who counts typed texts hears of it as of typing. */
  #changed(): void {
    this.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

customElements.define('text-setting', TextSetting);

declare global {
  interface HTMLElementTagNameMap {
    'text-setting': TextSetting;
  }
}
