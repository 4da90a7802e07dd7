/** `<quiet-hours>`: from when until when; saved on Enter and when the keyboard leaves both fields. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { timeIn } from './amounts';
import type { QuietHoursView } from './bindings/QuietHoursView';
import { failureAlert } from './failure-note';
import { LightElement } from './light-element';
import { t } from './messages';
import { Saving } from './saving';

type End = keyof QuietHoursView;

interface Wrong {
  ends: readonly End[];
  words: string;
}

const ENDS: readonly End[] = ['from', 'until'];

export class QuietHours extends LightElement {
  static override properties: PropertyDeclarations = {
    value: { attribute: false },
    save: { attribute: false },
    typed: { state: true },
    error: { state: true },
  };

  declare value: QuietHoursView | null;
  declare save: (hours: QuietHoursView | null) => Promise<void>;
  declare protected typed: Partial<QuietHoursView>;
  declare protected error: Wrong | null;
  readonly #saving = new Saving(this);

  constructor() {
    super();
    this.value = null;
    this.typed = {};
    this.error = null;
  }

  /** Whether anything was typed that would be lost. */
  holds(): boolean {
    return ENDS.some((end) => this.#text(end) !== (this.value?.[end] ?? ''));
  }

  #text(end: End): string {
    return (this.typed[end] ?? this.value?.[end] ?? '').trim();
  }

  protected override render(): TemplateResult {
    const { uid, error } = this;
    const { failure } = this.#saving;
    return html`
      <fieldset class="field" @focusout=${this.#onLeave} aria-describedby="${uid}-hint">
        <legend>${t.settings.quiet}</legend>
        <div class="pair">
          ${this.#field('from', t.settings.quietFrom, '22:00')}
          ${this.#field('until', t.settings.quietUntil, '07:00')}
        </div>
        ${error === null ? nothing : html`<p class="problem-line" id="${uid}-error" data-testid="quiet-error">${error.words}</p>`}
        ${failureAlert(failure, 'quiet-failure', `${uid}-failure`)}
        <p class="hint-line" id="${uid}-hint">${t.settings.quietMeaning}</p>
      </fieldset>
    `;
  }

  #field(end: End, label: string, placeholder: string): TemplateResult {
    const id = `${this.uid}-${end}`;
    const isWrong = this.error?.ends.includes(end) === true;
    return html`<div>
      <label for=${id}>${label}</label>
      <input
        id=${id}
        name=${end}
        type="text"
        data-testid="quiet-${end}"
        autocomplete="off"
        spellcheck="false"
        placeholder=${placeholder}
        aria-invalid=${isWrong ? 'true' : 'false'}
        aria-describedby=${isWrong ? `${this.uid}-error` : nothing}
        .value=${live(this.typed[end] ?? this.value?.[end] ?? '')}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
      />
    </div>`;
  }

  readonly #onInput = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    this.typed = { ...this.typed, [name]: value };
    this.error = null;
  };

  /** Between the two fields nothing is over yet. */
  readonly #onLeave = (event: FocusEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) void this.#commit();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void this.#commit();
    } else if (event.key === 'Escape' && this.holds()) {
      event.preventDefault();
      this.error = null;
      this.#settle();
    }
  };

  async #commit(): Promise<void> {
    if (this.#saving.running) return;
    if (this.holds()) {
      this.error = this.#wrong();
      if (this.error !== null || !(await this.#saving.tried(() => this.save(this.#hours()))))
        return;
    }
    this.#settle();
  }

  /** The two times; null for none. */
  #hours(): QuietHoursView | null {
    const [from, until] = [timeIn(this.#text('from')), timeIn(this.#text('until'))];
    return from === null || until === null ? null : { from, until };
  }

  /** What is wrong with what was typed, and in which of the fields. */
  #wrong(): Wrong | null {
    const words = t.settings;
    const empty = ENDS.filter((end) => this.#text(end) === '');
    const bad = ENDS.filter((end) => this.#text(end) !== '' && timeIn(this.#text(end)) === null);
    if (bad.length > 0) return { ends: bad, words: words.timeBad };
    if (empty.length === 1) return { ends: empty, words: words.quietHalf };
    const hours = this.#hours();
    return hours !== null && hours.from === hours.until
      ? { ends: ENDS, words: words.quietSame }
      : null;
  }

  #settle(): void {
    this.#saving.forget();
    this.typed = {};
    this.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

customElements.define('quiet-hours', QuietHours);

declare global {
  interface HTMLElementTagNameMap {
    'quiet-hours': QuietHours;
  }
}
