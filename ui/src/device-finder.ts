/**
 * `<device-finder>`: asks AWS whose the typed key is and which MFA devices there are. What it finds is
 * offered, and taken only when the person says so. The secret never enters this element.
 */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { DeviceView } from './bindings/DeviceView';
import type { FailureView } from './bindings/FailureView';
import type { FoundDevicesView } from './bindings/FoundDevicesView';
import { failureFrom } from './bridge';
import { copyText } from './clipboard';
import { failureNote } from './failure-note';
import { LightElement } from './light-element';
import { t } from './messages';

/** The device that the person took. */
export interface Taken {
  serial: string;
}

export class DeviceFinder extends LightElement {
  static override properties: PropertyDeclarations = {
    ask: { attribute: false },
    looking: { state: true },
    found: { state: true },
    failure: { state: true },
  };

  /** Asks with what is typed now; null when that cannot be sent. */
  declare ask: () => Promise<FoundDevicesView> | null;
  declare protected looking: boolean;
  declare protected found: FoundDevicesView | null;
  declare protected failure: FailureView | null;
  /** What was asked last: an answer to an older question is not shown. */
  #asked = 0;

  constructor() {
    super();
    this.ask = () => null;
    this.looking = false;
    this.found = null;
    this.failure = null;
  }

  /** Forgets what was found: the key it was found for has been changed. */
  forget(): void {
    this.#asked += 1;
    this.looking = false;
    this.found = null;
    this.failure = null;
  }

  protected override render(): TemplateResult {
    return html`
      <button
        type="button"
        class="plain find-device"
        data-testid="find-device"
        aria-disabled=${String(this.looking)}
        @click=${this.#onClick}
      >
        ${this.looking ? t.find.looking : t.find.button}
      </button>
      <div role="status" data-testid="found-devices">
        ${this.found === null ? nothing : this.#results(this.found)}
      </div>
      <div role="alert">
        ${
          this.failure === null
            ? nothing
            : failureNote(this.failure, `${this.uid}-failure`, (text) => {
                void copyText(text);
              })
        }
      </div>
    `;
  }

  #results(found: FoundDevicesView): TemplateResult {
    const { user, account, devices, guessedBecause } = found;
    return html`
      <p class="hint-line" data-testid="key-owner">${t.find.owner(user, account)}</p>
      ${
        guessedBecause === null
          ? nothing
          : html`<p class="hint-line" data-testid="guessed">
              ${guessedBecause.message} ${guessedBecause.hint}
            </p>`
      }
      ${devices.length === 0 ? html`<p class="hint-line">${t.find.none}</p>` : nothing}
      <ul class="devices">
        ${devices.map((device) => html`<li>${this.#device(device, guessedBecause !== null)}</li>`)}
      </ul>
    `;
  }

  #device(device: DeviceView, isGuess: boolean): TemplateResult {
    const name = html`<code>${device.serial}</code>
      <span class="device-kind">${t.find.kinds[device.kind]}</span>`;
    if (device.problem !== null) {
      return html`
        <div class="device" data-testid="device-unusable">
          ${name}
          <p class="hint-line">${device.problem.message}</p>
        </div>
      `;
    }
    return html`
      <button
        type="button"
        class="quiet device"
        data-testid="device"
        @click=${() => {
          this.#take(device.serial);
        }}
      >
        <span class="device-take">${isGuess ? t.find.confirm : t.find.take}</span> ${name}
      </button>
    `;
  }

  #take(serial: string): void {
    const detail: Taken = { serial };
    this.dispatchEvent(new CustomEvent('device-taken', { detail }));
  }

  readonly #onClick = (): void => {
    if (this.looking) return;
    this.forget();
    const answer = this.ask();
    if (answer !== null) void this.#wait(answer, this.#asked);
  };

  async #wait(answer: Promise<FoundDevicesView>, asked: number): Promise<void> {
    this.looking = true;
    try {
      const found = await answer;
      if (asked === this.#asked) this.found = found;
    } catch (reason) {
      if (asked === this.#asked) this.failure = failureFrom(reason, t.unexpected);
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }
}

customElements.define('device-finder', DeviceFinder);

declare global {
  interface HTMLElementTagNameMap {
    'device-finder': DeviceFinder;
  }
  interface HTMLElementEventMap {
    'device-taken': CustomEvent<Taken>;
  }
}
