/** `<add-key-form>`: an access key, typed once. The secret never enters this element's state. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import { failureFrom, type KeyForm } from './bridge';
import { copyText } from './clipboard';
import { failureNote } from './failure-note';
import { express } from './intent';
import { asForm, DURATIONS, type Errors, errorsIn, type Field, USUAL_DURATION } from './key-form';
import { LightElement } from './light-element';
import { t } from './messages';

const FIELDS: readonly Field[] = ['name', 'accessKeyId', 'secret', 'serial', 'region', 'target'];

interface Looks {
  label: string;
  placeholder?: string;
  hint?: string;
  optional?: boolean;
  secret?: boolean;
}

export class AddKeyForm extends LightElement {
  static override properties: PropertyDeclarations = {
    name: { attribute: false },
    save: { attribute: false },
    errors: { state: true },
    failure: { state: true },
    saving: { state: true },
    named: { state: true },
  };

  /** The name to begin with. */
  declare name: string;
  declare save: (form: KeyForm) => Promise<void>;
  declare protected errors: Errors;
  declare protected failure: FailureView | null;
  declare protected saving: boolean;
  /** The name as typed so far: the target's placeholder. */
  declare protected named: string;

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
    const id = `${this.uid}-${field}`;
    const error = this.errors[field];
    const described = [
      error === undefined ? null : `${id}-error`,
      looks.hint === undefined ? null : `${id}-hint`,
    ].filter((part) => part !== null);
    return html`
      <div class="field">
        <label for=${id}>
          ${looks.label}
          ${
            looks.optional === true
              ? html`<span class="optional">${t.add.optional}</span>`
              : nothing
          }
        </label>
        <input
          id=${id}
          name=${field}
          data-testid=${`add-${field}`}
          type=${looks.secret === true ? 'password' : 'text'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${looks.placeholder ?? nothing}
          aria-required=${looks.optional === true ? 'false' : 'true'}
          aria-invalid=${error === undefined ? 'false' : 'true'}
          aria-describedby=${described.length > 0 ? described.join(' ') : nothing}
          @input=${this.#onInput}
        />
        ${
          error === undefined
            ? nothing
            : html`<p class="problem-line" id="${id}-error" data-testid="error-${field}">
                ${error}
              </p>`
        }
        ${
          looks.hint === undefined
            ? nothing
            : html`<p class="hint-line" id="${id}-hint">${looks.hint}</p>`
        }
      </div>
    `;
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
    // An error that is being mended is not repeated until the next try.
    if (this.errors[field] === undefined) return;
    this.errors = Object.fromEntries(
      Object.entries(this.errors).filter(([other]) => other !== field),
    );
  };

  readonly #onCancel = (): void => {
    express(this, { type: 'close-form' });
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!this.saving) void this.#submit(new FormData(event.target as HTMLFormElement));
  };

  async #submit(data: FormData): Promise<void> {
    const text = (field: string): string => {
      const value = data.get(field);
      return typeof value === 'string' ? value.trim() : '';
    };
    const typed = {
      name: text('name'),
      accessKeyId: text('accessKeyId'),
      secret: text('secret'),
      serial: text('serial'),
      region: text('region'),
      target: text('target'),
    };
    this.errors = errorsIn(typed);
    this.failure = null;
    const wrong = FIELDS.find((field) => this.errors[field] !== undefined);
    if (wrong !== undefined) {
      this.#input(wrong)?.focus();
      return;
    }
    const secret = this.#input('secret');
    if (secret) secret.value = '';
    await this.#send(asForm(typed, Number(text('duration'))));
  }

  async #send(form: KeyForm): Promise<void> {
    this.saving = true;
    try {
      await this.save(form);
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
