/** `<duration-field>`: how long a session lasts, typed or taken from what people usually want. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import { amountIn, amountWords } from './amounts';
import type { DurationView } from './bindings/DurationView';
import { moment } from './countdown';
import { keyField } from './key-field';
import { LightElement } from './light-element';
import { t } from './messages';
import { durationError } from './profile-form';

const HOUR = 3600;
const HOURS: readonly number[] = [HOUR, 8 * HOUR, 12 * HOUR, 36 * HOUR];

/** When people go home. */
const EVENING = 18;

interface Preset {
  id: string;
  label: string;
  /** Null is as usual. */
  seconds: number | null;
}

export class DurationField extends LightElement {
  static override properties: PropertyDeclarations = {
    duration: { attribute: false },
    testid: { attribute: false },
    now: { attribute: false },
    error: { attribute: false },
    typed: { state: true },
  };

  declare duration: DurationView;
  /** What its parts' test ids begin with. */
  declare testid: string;
  declare now: number;
  declare error: string | undefined;
  /** The field's text, as last heard of. */
  declare protected typed: string;

  constructor() {
    super();
    this.testid = 'edit';
    this.now = Date.now();
    this.typed = '';
  }

  /** Takes a text in place of what stands in the field. */
  fill(text: string): void {
    const input = this.querySelector('input');
    if (input === null) return;
    input.value = text;
    this.typed = text;
  }

  protected override render(): TemplateResult {
    const { uid, testid, error, duration } = this;
    const looks = { label: t.edit.duration, placeholder: amountWords(duration.usual) };
    return html`
      ${keyField('duration', looks, { uid, part: testid, error, input: this.#onInput })}
      <div class="presets" role="group" aria-label=${t.edit.duration}>
        ${this.#presets().map((preset) => this.#preset(preset))}
      </div>
      <p class="hint-line" role="status" data-testid="${testid}-lasts">${this.#lasts()}</p>
    `;
  }

  #preset({ id, label, seconds }: Preset): TemplateResult {
    return html`<button
      type="button"
      class="chip-button"
      data-testid="${this.testid}-${id}"
      @click=${() => {
        this.fill(seconds === null ? '' : amountWords(seconds));
        this.dispatchEvent(new Event('input', { bubbles: true }));
      }}
    >
      ${label}
    </button>`;
  }

  #presets(): Preset[] {
    const { usual, shortest, longest } = this.duration;
    const evening = this.#until(0, EVENING);
    const hours = HOURS.filter((seconds) => seconds !== usual).map((seconds) => ({
      id: `preset-${seconds}`,
      label: amountWords(seconds),
      seconds,
    }));
    const ends = [
      { id: 'preset-evening', label: t.edit.presetUntil(`${EVENING}:00`), seconds: evening },
      { id: 'preset-midnight', label: t.edit.endOfDay, seconds: this.#until(1, 0) },
    ];
    const within = [...hours, ...ends].filter(
      ({ seconds }) => seconds >= shortest && seconds <= longest,
    );
    const asUsual = { id: 'preset-usual', label: t.edit.usual(amountWords(usual)), seconds: null };
    return [asUsual, ...within];
  }

  /** Whole minutes from now until an hour of today or of a day to come. */
  #until(days: number, hour: number): number {
    const date = new Date(this.now);
    const end = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour);
    return Math.floor((end.getTime() - this.now) / 60_000) * 60;
  }

  #lasts(): string | typeof nothing {
    const text = this.typed.trim();
    if (durationError(text, this.duration) !== null) return nothing;
    const seconds = text === '' ? this.duration.usual : (amountIn(text, HOUR) ?? 0);
    return t.edit.lastsUntil(moment(this.now + seconds * 1000, this.now));
  }

  readonly #onInput = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };
}

customElements.define('duration-field', DurationField);

declare global {
  interface HTMLElementTagNameMap {
    'duration-field': DurationField;
  }
}
