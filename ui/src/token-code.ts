/** `<token-code>`: six digits in one real input, drawn as six boxes, with the code's ring. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import { digitsIn, LENGTH } from './digits';
import { LightElement } from './light-element';
import { t } from './messages';

const BOXES = Array.from({ length: LENGTH }, (_, index) => index);

/** Fired with the six digits as soon as they are complete; the field is empty by then. */
export type CodeEvent = CustomEvent<string>;

export class TokenCode extends LightElement {
  static override properties: PropertyDeclarations = {
    label: { attribute: false },
    owner: { attribute: false },
    busy: { attribute: false },
    seconds: { attribute: false },
    refused: { attribute: false },
    description: { attribute: false },
    digits: { state: true },
    caret: { state: true },
    excess: { state: true },
  };

  declare label: string;
  /** Whose code this is, for those who do not see where the field stands. */
  declare owner: string;
  declare busy: boolean;
  /** How long the device's current code still lasts. */
  declare seconds: number;
  /** Whether the last code was refused. */
  declare refused: boolean;
  /** The ids of the elements that say why, or that it has to wait. */
  declare description: string | null;
  declare protected digits: string;
  declare protected caret: { from: number; to: number } | null;
  declare protected excess: boolean;

  constructor() {
    super();
    this.label = '';
    this.owner = '';
    this.busy = false;
    this.seconds = 30;
    this.refused = false;
    this.description = null;
    this.digits = '';
    this.caret = null;
    this.excess = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('selectionchange', this.#readCaret);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('selectionchange', this.#readCaret);
  }

  override focus(): void {
    this.#input?.focus();
  }

  /** Takes text as if it had been typed at the end of the field. */
  type(text: string): void {
    this.#take(this.digits + text);
  }

  /** Takes digits as if they had been typed before all that stands in the field. */
  typedEarly(digits: string): void {
    // As when all are typed here: what comes after the sixth is nobody's.
    this.#take((digits + this.digits).slice(0, LENGTH));
  }

  /** Takes text in place of what stands in the field. */
  fill(text: string): void {
    this.#take(text);
  }

  /** Empties the field. */
  clear(): void {
    this.#show('');
    this.excess = false;
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  #take(text: string): void {
    if (this.busy) return;
    const digits = digitsIn(text);
    this.excess = digits.length > LENGTH;
    if (digits.length < LENGTH) {
      this.#show(digits);
      return;
    }
    // Nothing of the code stays behind, whether it is sent or refused as too long.
    this.#show('');
    if (this.excess) return;
    this.dispatchEvent(new CustomEvent('code', { detail: digits }) satisfies CodeEvent);
  }

  #show(digits: string): void {
    this.digits = digits;
    const input = this.#input;
    if (input && input.value !== digits) input.value = digits;
    this.#readCaret();
  }

  readonly #readCaret = (): void => {
    const input = this.#input;
    const here = input !== null && document.activeElement === input;
    const from = here ? (input.selectionStart ?? 0) : -1;
    const to = here ? (input.selectionEnd ?? 0) : -1;
    if (this.caret?.from === from && this.caret.to === to) return;
    this.caret = here ? { from, to } : null;
  };

  protected override render(): TemplateResult {
    const excess = `${this.uid}-excess`;
    const described = [this.excess ? excess : null, this.description].filter((id) => id !== null);
    return html`
      <label class="code-label" for=${this.uid}>
        ${this.label}<span class="visually-hidden"> ${t.codeFor(this.owner)}</span>
      </label>
      <div class="code-line">
        <div class="code-field">
          <div class="boxes" aria-hidden="true">${BOXES.map((index) => this.#box(index))}</div>
          <input
            id=${this.uid}
            class="code-input"
            data-testid="code-input"
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            autocapitalize="off"
            spellcheck="false"
            maxlength="32"
            ?readonly=${this.busy}
            aria-busy=${this.busy ? 'true' : 'false'}
            aria-invalid=${this.refused || this.excess ? 'true' : 'false'}
            aria-describedby=${described.length > 0 ? described.join(' ') : nothing}
            @input=${this.#onInput}
            @paste=${this.#onPaste}
            @focus=${this.#readCaret}
            @blur=${this.#readCaret}
            @pointerup=${this.#onPointerUp}
          />
        </div>
        ${ring(this.seconds)}
      </div>
      ${
        this.excess
          ? html`<p class="problem-line" id=${excess} data-testid="code-excess">
              ${t.tooManyDigits}
            </p>`
          : nothing
      }
    `;
  }

  #box(index: number): TemplateResult {
    const { from, to } = this.caret ?? { from: -1, to: -1 };
    const chosen = index >= from && index < to;
    const shown = this.busy ? '•' : (this.digits[index] ?? '');
    return html`<span
      class="box"
      ?data-caret=${!this.busy && from === to && index === from}
      ?data-chosen=${!this.busy && chosen}
      >${shown}</span
    >`;
  }

  readonly #onInput = (event: Event): void => {
    this.#take((event.target as HTMLInputElement).value);
  };

  /** A whole code replaces what stands in the field, wherever the caret is. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (digitsIn(text).length < LENGTH) return;
    event.preventDefault();
    this.fill(text);
  };

  /** The input's own text is invisible, so a click can only mean "the end". */
  readonly #onPointerUp = (): void => {
    const input = this.#input;
    if (input === null || input.selectionStart !== input.selectionEnd) return;
    input.setSelectionRange(input.value.length, input.value.length);
  };
}

/** A circle that empties with the window of the device's code. */
function ring(seconds: number): TemplateResult {
  const words = t.windowLeft(seconds);
  return html`<svg class="ring" viewBox="0 0 20 20" role="img" aria-label=${words}>
    <title>${words}</title>
    <circle class="ring-track" cx="10" cy="10" r="8" />
    <circle
      class="ring-left"
      cx="10"
      cy="10"
      r="8"
      pathLength="30"
      stroke-dasharray="${seconds} 30"
      transform="rotate(-90 10 10)"
    />
  </svg>`;
}

customElements.define('token-code', TokenCode);

declare global {
  interface HTMLElementTagNameMap {
    'token-code': TokenCode;
  }
}
