/** `<reminder-ladder>`: when a session's end is told, as chips to take away and a field to add one. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { amountIn, amountWords } from './amounts';
import { failureAlert } from './failure-note';
import { crossIcon } from './icons';
import { LightElement } from './light-element';
import { t } from './messages';
import { Saving } from './saving';

/** The longest session that AWS gives, in seconds. */
const LONGEST = 36 * 3600;

export class ReminderLadder extends LightElement {
  static override properties: PropertyDeclarations = {
    value: { attribute: false },
    save: { attribute: false },
    typed: { state: true },
    error: { state: true },
  };

  /** Lead times in seconds, longest first. */
  declare value: readonly number[];
  declare save: (reminders: number[]) => Promise<void>;
  declare protected typed: string;
  declare protected error: string | null;
  readonly #saving = new Saving(this);
  /** The place of a chip that goes: the keyboard goes on to the one that comes there. */
  #going: number | null = null;

  constructor() {
    super();
    this.value = [];
    this.typed = '';
    this.error = null;
  }

  /** Whether anything was typed that would be lost. */
  holds(): boolean {
    return this.typed.trim() !== '';
  }

  protected override render(): TemplateResult {
    const { uid } = this;
    return html`
      <div class="field" role="group" aria-labelledby=${uid}>
        <span class="label" id=${uid}>${t.settings.ladder}</span>
        ${
          this.value.length === 0
            ? html`<p class="hint-line">${t.settings.noReminders}</p>`
            : html`<ul class="chips" role="list">
                ${this.value.map((seconds) => this.#chip(seconds))}
              </ul>`
        }
        ${this.#adder()}
      </div>
    `;
  }

  #chip(seconds: number): TemplateResult {
    const words = seconds === 0 ? t.settings.atTheEnd : amountWords(seconds);
    return html`<li>
      <button
        type="button"
        class="chip-button"
        data-testid="reminder-${seconds}"
        aria-label=${t.settings.removeReminder(words)}
        @click=${() => {
          void this.#remove(seconds);
        }}
      >
        ${words} ${crossIcon}
      </button>
    </li>`;
  }

  #adder(): TemplateResult {
    const { uid, error } = this;
    const { failure } = this.#saving;
    const described = [
      error === null ? '' : `${uid}-error`,
      failure === null ? '' : `${uid}-failure`,
    ].filter((id) => id !== '');
    return html`
      <div class="adder">
        <input
          type="text"
          data-testid="reminder-new"
          aria-label=${t.settings.addReminder}
          placeholder=${t.settings.addReminderHint}
          autocomplete="off"
          spellcheck="false"
          aria-invalid=${error === null ? 'false' : 'true'}
          aria-describedby=${described.length > 0 ? described.join(' ') : nothing}
          .value=${live(this.typed)}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        />
        <button type="button" class="plain" data-testid="reminder-add" @click=${this.#onAdd}>
          ${t.settings.add}
        </button>
      </div>
      ${error === null ? nothing : html`<p class="problem-line" id="${uid}-error" data-testid="reminder-error">${error}</p>`}
      ${failureAlert(failure, 'reminder-failure', `${uid}-failure`)}
    `;
  }

  readonly #onInput = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
    this.error = null;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#onAdd();
    } else if (event.key === 'Escape' && this.holds()) {
      event.preventDefault();
      this.#type('');
    }
  };

  readonly #onAdd = (): void => {
    void this.#add();
  };

  async #add(): Promise<void> {
    const typed = this.typed;
    const seconds = amountIn(typed, 60);
    if (seconds === null || seconds > LONGEST) {
      this.error = seconds === null ? t.settings.reminderBad : t.settings.reminderLong;
      this.querySelector('input')?.focus();
      return;
    }
    const isThere = this.value.includes(seconds);
    if (!isThere && !(await this.#saved([...this.value, seconds]))) return;
    if (this.typed === typed) this.#type('');
    this.querySelector('input')?.focus();
  }

  async #remove(seconds: number): Promise<void> {
    this.#going = this.value.indexOf(seconds);
    const saved = await this.#saved(this.value.filter((other) => other !== seconds));
    if (!saved) this.#going = null;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('value') || this.#going === null) return;
    const chips = [...this.querySelectorAll<HTMLElement>('.chip-button')];
    const next = chips[Math.min(this.#going, chips.length - 1)] ?? this.querySelector('input');
    this.#going = null;
    next?.focus();
  }

  #saved(reminders: number[]): Promise<boolean> {
    return this.#saving.tried(() => this.save(reminders));
  }

  #type(text: string): void {
    this.typed = text;
    this.error = null;
    this.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

customElements.define('reminder-ladder', ReminderLadder);

declare global {
  interface HTMLElementTagNameMap {
    'reminder-ladder': ReminderLadder;
  }
}
