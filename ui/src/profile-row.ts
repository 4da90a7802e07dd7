/** `<profile-row>`: one identity, role or foreign session, and when open its code field. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import type { RowState } from './bindings/RowState';
import type { RowView } from './bindings/RowView';
import { codeSeconds, remaining, secondsToNextCode } from './countdown';
import type { DemoCode } from './demo-device';
import { failureNote } from './failure-note';
import { moreIcon } from './icons';
import { express, type Intent } from './intent';
import { LightElement } from './light-element';
import { t } from './messages';
import { summary } from './row-head';
import {
  codeWait,
  coversLine,
  demoDevice,
  endpointLine,
  noteLine,
  primaryButton,
  takeOverButton,
  takingOverLine,
  verb,
  waiting,
  warningLines,
} from './row-parts';
import { deviceName, hasSession, isOurs, isStuck, needsKey, stateNow } from './rows';
import type { Note } from './state';
import './row-menu';
import type { CodeEvent } from './token-code';
import './token-code';

/** Failures that are the code's own fault: the field is marked only for these. */
const CODE_FAULTS: ReadonlySet<string> = new Set(['code-rejected', 'bad-code', 'code-needed']);

export class ProfileRow extends LightElement {
  static override properties: PropertyDeclarations = {
    row: { attribute: false },
    now: { attribute: false },
    drift: { attribute: false },
    selected: { attribute: false },
    busy: { attribute: false },
    done: { attribute: false },
    failure: { attribute: false },
    note: { attribute: false },
    mayTakeOver: { attribute: false },
    takingOver: { attribute: false },
    menuOpen: { attribute: false },
    removing: { attribute: false },
    demo: { attribute: false },
    demoCode: { attribute: false },
  };

  declare row: RowView;
  declare now: number;
  /** How far AWS's clock is ahead of this machine's, in milliseconds. */
  declare drift: number;
  declare selected: boolean;
  declare busy: boolean;
  /** Whether this row has just been signed in. */
  declare done: boolean;
  declare failure: FailureView | null;
  declare note: Note | null;
  /** Whether the failure is another program's session, which a sign-in could replace. */
  declare mayTakeOver: boolean;
  /** Whether the next sign-in does so. */
  declare takingOver: boolean;
  declare menuOpen: boolean;
  declare removing: boolean;
  /** Whether this is the demo account, whose endpoint needs no warning. */
  declare demo: boolean;
  declare demoCode: DemoCode | null;

  /** Puts the keyboard where this row is to be answered. */
  override focus(): void {
    const body = this.querySelector<HTMLElement>(
      '.row-body [data-testid="code-input"], .row-body button.primary',
    );
    (body ?? this.querySelector<HTMLElement>('.head'))?.focus();
  }

  /** A row is complete when its code field is. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.querySelector('token-code')?.updateComplete;
    return complete;
  }

  get #state(): RowState {
    return this.busy ? 'signing-in' : stateNow(this.row, this.now, this.drift);
  }

  /** Attributes for styles and tests, and the bar's width: CSSOM is allowed, `style=` is not. */
  protected override updated(): void {
    const { row } = this;
    this.dataset.testid = `row-${row.name}`;
    this.dataset.state = this.#state;
    this.dataset.kind = row.kind;
    this.toggleAttribute('data-selected', this.selected);
    this.toggleAttribute('data-done', this.done);
    const left = this.#left();
    this.style.setProperty('--left', String(left ?? 0));
  }

  #left(): number | null {
    const { expires, lifetime } = this.row;
    return expires === null ? null : remaining(Date.parse(expires), lifetime, this.now, this.drift);
  }

  protected override render(): TemplateResult {
    const open = this.selected && isOurs(this.row);
    return html`
      <div class="row-line">${this.#head(open)} ${this.#menuButton()}</div>
      ${(this.#left() ?? 0) > 0 ? html`<div class="bar" aria-hidden="true"><div class="bar-left"></div></div>` : nothing}
      ${
        this.menuOpen
          ? html`<row-menu .row=${this.row} .now=${this.now} .removing=${this.removing}></row-menu>`
          : nothing
      }
      ${open ? html`<div class="row-body" id=${this.uid} ?data-busy=${this.busy}>${this.#body()}</div>` : nothing}
      ${this.failure === null || isOurs(this.row) ? nothing : failureNote(this.failure, this.uid, this.#copy, nothing)}
      ${coversLine(this.row.covers)} ${noteLine(this.note)}
    `;
  }

  #head(open: boolean): TemplateResult {
    if (!isOurs(this.row)) return html`<div class="head">${this.#summary(open)}</div>`;
    return html`<button
      type="button"
      class="head"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${open ? this.uid : nothing}
      @click=${() => {
        this.#express({ type: 'select', name: this.row.name });
      }}
    >
      ${this.#summary(open)}
    </button>`;
  }

  #summary(open: boolean): TemplateResult {
    const { row, done, failure, now, drift } = this;
    return summary({ row, state: this.#state, open, done, failure, now, drift });
  }

  #menuButton(): TemplateResult {
    const { name } = this.row;
    return html`<button
      type="button"
      class="icon-button"
      data-testid=${`row-menu-${name}`}
      aria-label=${t.rowMenu(name)}
      title=${t.rowMenu(name)}
      aria-expanded=${this.menuOpen ? 'true' : 'false'}
      @click=${() => {
        this.#express({ type: 'menu', name: this.menuOpen ? null : name });
      }}
    >
      ${moreIcon}
    </button>`;
  }

  #body(): TemplateResult {
    const problem = `${this.uid}-problem`;
    return html`
      ${endpointLine(this.demo ? null : this.row.endpoint)} ${this.#action(problem)}
      ${this.takingOver && !this.busy ? this.#takingOver() : nothing}
      ${
        this.failure === null
          ? nothing
          : failureNote(this.failure, problem, this.#copy, this.#takeOver())
      }
      ${warningLines(this.row.warnings)} ${this.#demoDevice()}
    `;
  }

  readonly #copy = (text: string): void => {
    this.#express({ type: 'copy', name: this.row.name, text });
  };

  #takeOver(): TemplateResult | typeof nothing {
    if (!this.mayTakeOver) return nothing;
    return takeOverButton(() => {
      this.#express({ type: 'take-over', name: this.row.name });
    });
  }

  #takingOver(): TemplateResult {
    return takingOverLine(this.row.target, () => {
      this.#express({ type: 'take-over', name: null });
    });
  }

  #action(problem: string): TemplateResult {
    const { name, needsCode } = this.row;
    const held = secondsToNextCode(this.row.nextCodeAt, this.now) !== null;
    if (needsKey(this.row)) {
      return primaryButton(t.addItsKey, () => {
        this.#express({ type: 'add-key', name });
      });
    }
    if (isStuck(this.row)) return html``;
    // The field stays the same element while AWS is asked: the keyboard must not lose it.
    return html`
      ${needsCode ? this.#code(problem) : this.busy ? nothing : this.#start()}
      ${
        this.busy
          ? waiting(held, () => {
              this.#express({ type: 'cancel', name });
            })
          : nothing
      }
    `;
  }

  #start(): TemplateResult {
    return primaryButton(verb(this.row), () => {
      this.#express({ type: 'submit', name: this.row.name, code: null });
    });
  }

  #code(problem: string): TemplateResult {
    const device = deviceName(this.row.serial);
    const running = hasSession(this.row) && !this.busy;
    const plain = running ? t.renewPlain : t.codePlain;
    const named = running ? t.renewFrom : t.codeFrom;
    const refused = CODE_FAULTS.has(this.failure?.code ?? '');
    const seconds = codeSeconds(this.now, this.drift);
    const wait = secondsToNextCode(this.row.nextCodeAt, this.now);
    const used = `${this.uid}-used`;
    const described = [this.failure === null ? [] : problem, wait === null ? [] : used].flat();
    return html`
      <token-code
        .label=${device === null ? plain : named(device)}
        .owner=${this.row.name}
        .busy=${this.busy}
        .seconds=${seconds}
        .refused=${refused}
        .description=${described.length > 0 ? described.join(' ') : null}
        @code=${(event: CodeEvent) => {
          this.#express({ type: 'submit', name: this.row.name, code: event.detail });
        }}
      ></token-code>
      ${codeWait(used, wait, this.busy, this.failure?.code === 'code-rejected' ? seconds : null)}
    `;
  }

  #demoDevice(): TemplateResult | typeof nothing {
    const { demoCode } = this;
    if (demoCode === null || this.busy || !this.row.needsCode) return nothing;
    return demoDevice(demoCode.code, () => {
      this.querySelector('token-code')?.fill(demoCode.code);
    });
  }

  #express(intent: Intent): void {
    express(this, intent);
  }
}

customElements.define('profile-row', ProfileRow);

declare global {
  interface HTMLElementTagNameMap {
    'profile-row': ProfileRow;
  }
}
