/** `<settings-page>`: what a person has chosen of the program, changed one control at a time. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import type { SettingsForm } from './bindings/SettingsForm';
import type { SettingsView } from './bindings/SettingsView';
import type { ThemeView } from './bindings/ThemeView';
import { type Bridge, failureFrom } from './bridge';
import { copyText } from './clipboard';
import { failureNote } from './failure-note';
import { LightElement } from './light-element';
import { t } from './messages';
import { omit } from './omit';
import type { QuietHours } from './quiet-hours';
import type { ReminderLadder } from './reminder-ladder';
import { type Control, type Failures, formOf, type Shown } from './setting';
import { groups } from './settings-groups';
import type { TextSetting } from './text-setting';

const NOTE_STAYS = 2500;
const TITLE = 'settings-title';

type TextControl = TextSetting | QuietHours | ReminderLadder;

export class SettingsPage extends LightElement {
  static override properties: PropertyDeclarations = {
    bridge: { attribute: false },
    speak: { attribute: false },
    paint: { attribute: false },
    view: { state: true },
    pending: { state: true },
    failures: { state: true },
    trouble: { state: true },
    copied: { state: true },
    helpFailure: { state: true },
  };

  declare bridge: Bridge;
  /** Brings the page up again in another language; null is the desktop's. */
  declare speak: (language: string | null) => void;
  declare paint: (theme: ThemeView) => void;
  declare protected view: SettingsView | null;
  /** Choices on their way. */
  declare protected pending: Partial<SettingsForm>;
  declare protected failures: Failures;
  /** Why the settings could not be read. */
  declare protected trouble: FailureView | null;
  declare protected copied: boolean;
  declare protected helpFailure: FailureView | null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor() {
    super();
    this.view = null;
    this.pending = {};
    this.failures = {};
    this.trouble = null;
    this.copied = false;
    this.helpFailure = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  /** From its title on. */
  override focus(): void {
    this.querySelector<HTMLElement>('section')?.focus();
  }

  /** Whether anything was typed that would be lost. */
  holds(): boolean {
    const texts = this.querySelectorAll<TextControl>('text-setting, quiet-hours, reminder-ladder');
    return [...texts].some((text) => text.holds());
  }

  async #load(): Promise<void> {
    this.trouble = null;
    try {
      this.view = await this.bridge.settings();
    } catch (reason) {
      this.trouble = failureFrom(reason, t.unexpected);
    }
  }

  protected override render(): TemplateResult {
    const { view, trouble } = this;
    return html`
      <section
        class="errand settings"
        tabindex="-1"
        data-testid="settings-page"
        aria-labelledby=${TITLE}
        aria-busy=${view === null && trouble === null ? 'true' : 'false'}
      >
        <h2 id=${TITLE}>${t.settings.title}</h2>
        ${trouble === null ? nothing : this.#unreadable(trouble)}
        ${view === null ? this.#waiting() : this.#content(view)}
      </section>
    `;
  }

  #waiting(): TemplateResult | typeof nothing {
    if (this.trouble !== null) return nothing;
    return html`<div class="progress" role="progressbar" aria-label=${t.settings.reading}></div>`;
  }

  #unreadable(trouble: FailureView): TemplateResult {
    return html`<div role="alert" data-testid="settings-trouble">
      ${this.#note(trouble, 'trouble')}
      <button
        type="button"
        class="plain step"
        data-testid="settings-retry"
        @click=${() => {
          void this.#load();
        }}
      >
        ${t.tryAgain}
      </button>
    </div>`;
  }

  #content(view: SettingsView): TemplateResult {
    return html`
      <p class="hint-line">${t.settings.intro}</p>
      ${view.problem === null ? nothing : this.#badFile(view.problem)}
      ${groups({
        view,
        shown: { ...view, ...this.#pendingShown() },
        failures: this.failures,
        copied: this.copied,
        helpFailure: this.helpFailure,
        uid: this.uid,
        choose: this.#choose,
        save: this.#save,
        copyDiagnostics: this.#copyDiagnostics,
      })}
    `;
  }

  #pendingShown(): Partial<Shown> {
    return omit(omit(this.pending, 'configFile'), 'credentialsFile');
  }

  #badFile(problem: FailureView): TemplateResult {
    return html`<div class="banner" role="alert" data-testid="settings-problem">
      ${this.#note(problem, 'problem')}
    </div>`;
  }

  #note(failure: FailureView, id: string): TemplateResult {
    return failureNote(failure, `${this.uid}-${id}`, (text) => {
      void copyText(text);
    });
  }

  /** Saves what a switch or a segment says; when it does not count, it goes back. */
  readonly #choose = <C extends Control>(control: C, value: SettingsForm[C]): void => {
    void this.#choice(control, value);
  };

  async #choice<C extends Control>(control: C, value: SettingsForm[C]): Promise<void> {
    this.pending = { ...this.pending, [control]: value };
    this.failures = omit(this.failures, control);
    try {
      await this.#save(control, value);
    } catch (reason) {
      const failure = failureFrom(reason, t.unexpected);
      this.failures = { ...this.failures, [control]: failure };
    }
    // A later choice of the same control is still on its way.
    if (this.pending[control] !== value) return;
    this.pending = omit(this.pending, control);
  }

  /** One after the other, so that each is made of what the one before came to. */
  readonly #save = <C extends Control>(control: C, value: SettingsForm[C]): Promise<void> => {
    const saving = this.#queue.then(() => this.#send(control, value));
    this.#queue = saving.catch(() => undefined);
    return saving;
  };

  async #send<C extends Control>(control: C, value: SettingsForm[C]): Promise<void> {
    if (this.view === null) return;
    const before = this.view;
    const form: SettingsForm = { ...formOf(before), [control]: value };
    this.view = await this.bridge.saveSettings(form);
    if (this.view.theme !== before.theme) this.paint(this.view.theme);
    if (this.view.language !== before.language) this.speak(this.view.language);
  }

  readonly #copyDiagnostics = async (): Promise<void> => {
    this.helpFailure = null;
    let text: string;
    try {
      text = await this.bridge.diagnostics();
    } catch (reason) {
      this.helpFailure = failureFrom(reason, t.unexpected);
      return;
    }
    try {
      await copyText(text);
    } catch {
      // The text is there to be copied by hand.
      const lost = { code: 'clipboard', ...t.copyFailed, detail: text, requestId: null };
      this.helpFailure = lost;
      return;
    }
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, NOTE_STAYS);
  };
}

customElements.define('settings-page', SettingsPage);

declare global {
  interface HTMLElementTagNameMap {
    'settings-page': SettingsPage;
  }
}
