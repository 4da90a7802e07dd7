/** `<shortcut-recorder>`: the keys that open the popover from anywhere, chosen by pressing them. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import { chordOf, isModifier } from './chord';
import type { FailureView } from './bindings/FailureView';
import { failureAlert } from './failure-note';
import { LightElement } from './light-element';
import { t } from './messages';
import { Saving } from './saving';

export class ShortcutRecorder extends LightElement {
  static override properties: PropertyDeclarations = {
    value: { attribute: false },
    problem: { attribute: false },
    save: { attribute: false },
    recording: { state: true },
    weak: { state: true },
  };

  declare value: string | null;
  /** Why these keys do not work here. */
  declare problem: FailureView | null;
  declare save: (shortcut: string | null) => Promise<void>;
  declare protected recording: boolean;
  /** Whether what was pressed is needed for typing. */
  declare protected weak: boolean;

  readonly #saving = new Saving(this);

  constructor() {
    super();
    this.value = null;
    this.problem = null;
    this.recording = false;
    this.weak = false;
  }

  protected override render(): TemplateResult {
    const { uid, value, recording } = this;
    const failure = this.#saving.failure ?? this.problem;
    return html`
      <div class="field" role="group" aria-labelledby="${uid}-label">
        <span class="label" id="${uid}-label">${t.settings.shortcut}</span>
        <div class="recorder">
          <span class="keys" data-testid="shortcut-keys">
            ${value === null ? t.settings.shortcutNone : keys(value)}
          </span>
          <button
            type="button"
            class="plain"
            data-testid="shortcut-record"
            aria-pressed=${recording ? 'true' : 'false'}
            aria-describedby="${uid}-label"
            @click=${this.#onRecord}
            @keydown=${this.#onKey}
            @blur=${this.#stop}
          >
            ${recording ? t.settings.recording : t.settings.record}
          </button>
          ${
            value === null
              ? nothing
              : html`<button
                  type="button"
                  class="quiet"
                  data-testid="shortcut-clear"
                  @click=${() => {
                    void this.#choose(null);
                  }}
                >
                  ${t.settings.clearShortcut}
                </button>`
          }
        </div>
        <p class="visually-hidden" role="status">
          ${recording ? t.settings.recordingSaid : nothing}
        </p>
        ${this.weak ? html`<p class="problem-line" role="alert" data-testid="shortcut-weak">${t.settings.shortcutWeak}</p>` : nothing}
        ${failureAlert(failure, 'shortcut-failure', `${uid}-failure`)}
      </div>
    `;
  }

  readonly #onRecord = (): void => {
    this.recording = !this.recording;
    this.weak = false;
  };

  readonly #stop = (): void => {
    this.recording = false;
  };

  /** Tab goes on as ever: the keyboard must never be caught here. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.recording || event.key === 'Tab' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || isModifier(event)) return;
    if (event.key === 'Escape') {
      this.recording = false;
      this.weak = false;
      return;
    }
    const chord = chordOf(event);
    this.weak = chord === null;
    if (chord === null) return;
    this.recording = false;
    void this.#choose(chord);
  };

  async #choose(shortcut: string | null): Promise<void> {
    this.weak = false;
    await this.#saving.tried(() => this.save(shortcut));
  }

  /** The button that clears goes with what it cleared. */
  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const cleared =
      changed.has('value') && this.value === null && changed.get('value') !== undefined;
    if (cleared && document.activeElement === document.body) this.querySelector('button')?.focus();
  }
}

/** Each key as a cap of its own. */
function keys(shortcut: string): TemplateResult[] {
  return shortcut.split('+').map((key) => html`<kbd>${key}</kbd>`);
}

customElements.define('shortcut-recorder', ShortcutRecorder);

declare global {
  interface HTMLElementTagNameMap {
    'shortcut-recorder': ShortcutRecorder;
  }
}
