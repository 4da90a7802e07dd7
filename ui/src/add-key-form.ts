/** `<add-key-form>`: an access key, typed once. The secret never enters this element's state. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { CallerView } from './bindings/CallerView';
import type { FailureView } from './bindings/FailureView';
import type { FoundDevicesView } from './bindings/FoundDevicesView';
import { type Bridge, failureFrom, type KeyForm, type KeyToFind } from './bridge';
import { copyText } from './clipboard';
import './device-finder';
import type { Taken } from './device-finder';
import { failureNote } from './failure-note';
import { express } from './intent';
import {
  asForm,
  asKeyToFind,
  DURATIONS,
  type Errors,
  errorsIn,
  errorsToFind,
  type Field,
  type Typed,
  USUAL_DURATION,
} from './key-form';
import { keyField, type Looks } from './key-field';
import { LightElement } from './light-element';
import { t } from './messages';

const FIELDS: readonly Field[] = ['name', 'accessKeyId', 'secret', 'serial', 'region', 'target'];

export class AddKeyForm extends LightElement {
  static override properties: PropertyDeclarations = {
    name: { attribute: false },
    bridge: { attribute: false },
    errors: { state: true },
    failure: { state: true },
    saving: { state: true },
    named: { state: true },
  };

  /** The name to begin with. */
  declare name: string;
  declare bridge: Bridge;
  declare protected errors: Errors;
  declare protected failure: FailureView | null;
  declare protected saving: boolean;
  /** The name as typed so far: the target's placeholder. */
  declare protected named: string;
  /** Whose the key is, once AWS has said so. */
  #caller: CallerView | null = null;
  /** An answer of an older search counts for nothing. */
  #searches = 0;

  constructor() {
    super();
    this.name = '';
    this.errors = {};
    this.failure = null;
    this.saving = false;
    this.named = '';
  }

  override focus(): void {
    const empty = FIELDS.find((field) => this.#input(field)?.value === '');
    this.#input(empty ?? 'name')?.focus();
  }

  /** Whether anything was typed that would be lost. */
  holds(): boolean {
    return FIELDS.some((field) => {
      const value = this.#input(field)?.value ?? '';
      return value !== '' && !(field === 'name' && value === this.name);
    });
  }

  protected override firstUpdated(): void {
    const name = this.#input('name');
    if (name) name.value = this.name;
    this.named = this.name;
  }

  #input(field: Field): HTMLInputElement | null {
    return this.querySelector(`input[name="${field}"]`);
  }

  protected override render(): TemplateResult {
    return html`
      <form
        novalidate
        autocomplete="off"
        @submit=${this.#onSubmit}
        aria-busy=${String(this.saving)}
      >
        <h2>${t.add.title}</h2>
        <p class="hint-line">${t.add.intro}</p>
        ${this.#field('name', { label: t.add.name })}
        ${this.#field('accessKeyId', { label: t.add.accessKeyId, placeholder: 'AKIA…' })}
        ${this.#field('secret', { label: t.add.secret, secret: true })}
        ${this.#field('serial', {
          label: t.add.serial,
          placeholder: t.add.serialHint,
          hint: t.add.serialMeaning,
          optional: true,
        })}
        <device-finder .ask=${this.#ask} @device-taken=${this.#onTaken}></device-finder>
        ${this.#durations()}
        <div class="pair">
          ${this.#field('region', {
            label: t.add.region,
            placeholder: t.add.regionHint,
            optional: true,
          })}
          ${this.#field('target', {
            label: t.add.target,
            placeholder: this.named === '' ? t.add.targetHint : this.named,
            optional: true,
          })}
        </div>
        ${this.#failed()}
        <div class="choices">
          <button type="button" class="quiet" data-testid="add-cancel" @click=${this.#onCancel}>
            ${t.cancel}
          </button>
          <button type="submit" class="primary" data-testid="add-submit" ?disabled=${this.saving}>
            ${this.saving ? t.add.saving : t.add.submit}
          </button>
        </div>
      </form>
    `;
  }

  #field(field: Field, looks: Looks): TemplateResult {
    const within = { uid: this.uid, part: 'add', error: this.errors[field], input: this.#onInput };
    return keyField(field, { optional: false, ...looks }, within);
  }

  #durations(): TemplateResult {
    return html`
      <fieldset class="field">
        <legend>${t.add.duration}</legend>
        <div class="segments">
          ${DURATIONS.map(
            (seconds) => html`
              <label class="segment">
                <input
                  type="radio"
                  name="duration"
                  value=${seconds}
                  ?checked=${seconds === USUAL_DURATION}
                />
                <span>${t.hours(seconds / 3600, 0)}</span>
              </label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }

  #failed(): TemplateResult | typeof nothing {
    if (this.failure === null) return nothing;
    return html`
      <div role="alert">
        ${failureNote(this.failure, `${this.uid}-failure`, (text) => {
          void copyText(text);
        })}
        <p class="hint-line">${t.add.secretGone}</p>
      </div>
    `;
  }

  readonly #onInput = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const field = input.name as Field;
    if (field === 'name') this.named = input.value.trim();
    if (field === 'accessKeyId' || field === 'secret') this.#forget();
    this.#mended(field);
  };

  /** An error that is being mended is not repeated until the next try. */
  #mended(field: Field): void {
    if (this.errors[field] === undefined) return;
    this.errors = Object.fromEntries(
      Object.entries(this.errors).filter(([other]) => other !== field),
    );
  }

  readonly #onCancel = (): void => {
    express(this, { type: 'close-form' });
  };

  /** What was found is of no other key. */
  #forget(): void {
    this.#searches += 1;
    this.#caller = null;
    this.querySelector('device-finder')?.forget();
  }

  readonly #onTaken = (event: CustomEvent<Taken>): void => {
    const serial = this.#input('serial');
    if (serial === null) return;
    serial.value = event.detail.serial;
    this.#mended('serial');
    serial.focus();
  };

  readonly #ask = (): Promise<FoundDevicesView> | null => {
    const typed = this.#typed();
    return this.#isGood(errorsToFind(typed)) ? this.#found(asKeyToFind(typed)) : null;
  };

  async #found(key: KeyToFind): Promise<FoundDevicesView> {
    this.#caller = null;
    this.#searches += 1;
    const search = this.#searches;
    const found = await this.bridge.findDevice(key);
    if (search === this.#searches) this.#caller = found.caller;
    return found;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!this.saving) void this.#submit();
  };

  async #submit(): Promise<void> {
    const typed = this.#typed();
    this.failure = null;
    if (!this.#isGood(errorsIn(typed))) return;
    const duration = this.querySelector<HTMLInputElement>('input[name="duration"]:checked');
    const secret = this.#input('secret');
    if (secret) secret.value = '';
    await this.#send(asForm(typed, Number(duration?.value ?? USUAL_DURATION), this.#caller));
  }

  #typed(): Typed {
    const text = (field: Field): string => this.#input(field)?.value.trim() ?? '';
    return {
      name: text('name'),
      accessKeyId: text('accessKeyId'),
      secret: text('secret'),
      serial: text('serial'),
      region: text('region'),
      target: text('target'),
    };
  }

  /** Shows what is wrong, and goes to the first of it. */
  #isGood(errors: Errors): boolean {
    this.errors = errors;
    const wrong = FIELDS.find((field) => errors[field] !== undefined);
    if (wrong !== undefined) this.#input(wrong)?.focus();
    return wrong === undefined;
  }

  async #send(form: KeyForm): Promise<void> {
    this.saving = true;
    try {
      await this.bridge.addKey(form);
      express(this, { type: 'key-saved', name: form.name });
    } catch (reason) {
      this.failure = failureFrom(reason, t.unexpected);
      this.#input('secret')?.focus();
    } finally {
      this.saving = false;
    }
  }
}

customElements.define('add-key-form', AddKeyForm);

declare global {
  interface HTMLElementTagNameMap {
    'add-key-form': AddKeyForm;
  }
}
