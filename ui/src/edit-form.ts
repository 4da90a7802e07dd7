/** `<edit-form>`: what is set for one identity or role; what is left empty is as the AWS files say. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import type { FieldView } from './bindings/FieldView';
import type { ProfileSettingsView } from './bindings/ProfileSettingsView';
import { type Bridge, failureFrom } from './bridge';
import { options } from './choices';
import './duration-field';
import { discardQuestion, saveOrCancel } from './edit-choices';
import { failureAlert } from './failure-note';
import { express } from './intent';
import { keyField } from './key-field';
import { LightElement } from './light-element';
import { t } from './messages';
import { omit } from './omit';
import {
  asForm,
  durationIn,
  type Errors,
  errorsIn,
  type Field,
  FIELDS,
  type Texts,
  textsOf,
  type Way,
  wayOf,
} from './profile-form';

const WAYS: readonly Way[] = ['along', 'asked', 'direct'];

export class EditForm extends LightElement {
  static override properties: PropertyDeclarations = {
    name: { attribute: false },
    now: { attribute: false },
    bridge: { attribute: false },
    view: { state: true },
    way: { state: true },
    errors: { state: true },
    failure: { state: true },
    saving: { state: true },
    asking: { state: true },
  };

  declare name: string;
  declare now: number;
  declare bridge: Bridge;
  declare protected view: ProfileSettingsView | null;
  declare protected way: Way | null;
  declare protected errors: Errors;
  declare protected failure: FailureView | null;
  declare protected saving: boolean;
  /** Whether what was typed is about to be discarded. */
  declare protected asking: boolean;

  constructor() {
    super();
    this.view = null;
    this.way = null;
    this.errors = {};
    this.failure = null;
    this.saving = false;
    this.asking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override focus(): void {
    const first =
      this.querySelector<HTMLElement>('input') ?? this.querySelector<HTMLElement>('form');
    first?.focus();
  }

  /** Whether anything was changed that would be lost. */
  holds(): boolean {
    const { view } = this;
    if (view === null) return false;
    const before = textsOf(view);
    const now = this.#texts();
    return this.way !== wayOf(view) || FIELDS.some((field) => now[field] !== before[field]);
  }

  /** Back to the rows; what was typed is not thrown away unasked. */
  leave(): void {
    if (this.asking) this.#keep();
    else if (this.holds()) this.asking = true;
    else express(this, { type: 'edit', name: null });
  }

  async #load(): Promise<void> {
    try {
      this.view = await this.bridge.profileSettings(this.name);
    } catch (reason) {
      this.failure = failureFrom(reason, t.unexpected);
      return;
    }
    this.way = wayOf(this.view);
    const had = this.contains(document.activeElement);
    await this.updateComplete;
    this.#fill(textsOf(this.view));
    if (had) this.focus();
  }

  #fill(texts: Texts): void {
    for (const field of FIELDS) {
      const input = this.#input(field);
      if (input) input.value = texts[field];
    }
    this.querySelector('duration-field')?.fill(texts.duration);
  }

  #input(field: Field): HTMLInputElement | null {
    return this.querySelector(`input[name="${field}"]`);
  }

  #texts(): Texts {
    const text = (field: Field): [Field, string] => [field, this.#input(field)?.value.trim() ?? ''];
    return Object.fromEntries(FIELDS.map(text)) as Texts;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.querySelector('duration-field')?.updateComplete;
    return complete;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('asking') && this.asking) {
      this.querySelector<HTMLElement>('[data-testid="edit-keep"]')?.focus();
    }
  }

  protected override render(): TemplateResult {
    const { view, failure, saving } = this;
    return html`
      <form
        novalidate
        autocomplete="off"
        tabindex="-1"
        data-testid="edit-form"
        aria-labelledby="${this.uid}-title"
        aria-busy=${saving || (view === null && failure === null) ? 'true' : 'false'}
        @submit=${this.#onSubmit}
      >
        <h2 id="${this.uid}-title">${t.edit.title(this.name)}</h2>
        <p class="hint-line">${t.edit.intro}</p>
        ${view === null ? this.#waiting() : this.#fields(view)}
        ${failureAlert(this.failure, 'edit-failure', `${this.uid}-failure`)} ${this.#choices()}
      </form>
    `;
  }

  #waiting(): TemplateResult | typeof nothing {
    if (this.failure !== null) return nothing;
    return html`<div class="progress" role="progressbar" aria-label=${t.edit.reading}></div>`;
  }

  #fields(view: ProfileSettingsView): TemplateResult {
    const { way } = this;
    return html`
      ${way === null ? nothing : this.#ways(way)}
      ${this.#field('serial', t.edit.serial, view.serial)}
      <duration-field
        .duration=${durationIn(view, way)}
        .now=${this.now}
        .error=${this.errors.duration}
        @input=${this.#onInput}
      ></duration-field>
      ${this.#field('region', t.edit.region, view.region)}
      ${this.#field('target', t.edit.target, view.target, t.edit.targetMeaning)}
      ${this.#field('sessionName', t.edit.sessionName, view.sessionName)}
      ${this.#field('externalId', t.edit.externalId, view.externalId)}
      ${this.#field('sourceIdentity', t.edit.sourceIdentity, view.sourceIdentity)}
    `;
  }

  #field(
    field: Field,
    label: string,
    value: FieldView | null,
    hint?: string,
  ): TemplateResult | typeof nothing {
    if (value === null) return nothing;
    const looks = {
      label,
      placeholder: value.usual ?? t.edit.none,
      ...(hint === undefined ? {} : { hint }),
    };
    const error = this.errors[field];
    return keyField(field, looks, { uid: this.uid, part: 'edit', error, input: this.#onInput });
  }

  #ways(way: Way): TemplateResult {
    return options<Way>({
      id: `${this.uid}-way`,
      part: 'edit-way',
      label: t.edit.way,
      options: WAYS.map((value) => ({
        value,
        label: t.edit.ways[value],
        meaning: t.edit.waysMeaning[value],
      })),
      chosen: way,
      choose: (chosen) => {
        this.way = chosen;
      },
    });
  }

  #choices(): TemplateResult {
    if (this.asking) return discardQuestion(this.uid, this.#discard, this.#keep);
    return saveOrCancel(this.view === null ? null : this.saving, () => {
      this.leave();
    });
  }

  readonly #discard = (): void => {
    express(this, { type: 'edit', name: null });
  };

  readonly #keep = (): void => {
    this.asking = false;
    void this.updateComplete.then(() => {
      this.focus();
    });
  };

  /** An error that is being mended is not repeated until the next try. */
  readonly #onInput = (event: Event): void => {
    const target = event.target as HTMLElement;
    const field = target instanceof HTMLInputElement ? (target.name as Field) : 'duration';
    this.errors = omit(this.errors, field);
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!this.saving && !this.asking) void this.#submit();
  };

  async #submit(): Promise<void> {
    if (this.view === null) return;
    const texts = this.#texts();
    this.failure = null;
    this.errors = errorsIn(texts, durationIn(this.view, this.way));
    const wrong = FIELDS.find((field) => this.errors[field] !== undefined);
    if (wrong !== undefined) {
      this.#input(wrong)?.focus();
      return;
    }
    this.saving = true;
    try {
      await this.bridge.saveProfileSettings(asForm(this.name, texts, this.way));
      express(this, { type: 'edited', name: this.name });
    } catch (reason) {
      this.failure = failureFrom(reason, t.unexpected);
    } finally {
      this.saving = false;
    }
  }
}

customElements.define('edit-form', EditForm);

declare global {
  interface HTMLElementTagNameMap {
    'edit-form': EditForm;
  }
}
