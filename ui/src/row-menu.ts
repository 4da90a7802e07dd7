/** `<row-menu>`: a row's facts and actions, unfolded below it so that no window can clip them. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { RowView } from './bindings/RowView';
import { express, type Intent } from './intent';
import { walkButtons } from './keyboard';
import { LightElement } from './light-element';
import { t } from './messages';
import { removal } from './removal';
import { planWords, verb } from './row-parts';
import { exportLine, hasSession, isOurs, isStuck, needsKey } from './rows';

type Part = TemplateResult | typeof nothing;

interface Looks {
  tone?: 'grave';
  /** Whether the keyboard comes back here from the question that it asks. */
  first?: boolean;
}

export class RowMenu extends LightElement {
  static override properties: PropertyDeclarations = {
    row: { attribute: false },
    now: { attribute: false },
    removing: { attribute: false },
  };

  declare row: RowView;
  declare now: number;
  /** Whether the removal of the key awaits a yes. */
  declare removing: boolean;

  constructor() {
    super();
    this.removing = false;
    this.addEventListener('keydown', this.#onKey);
  }

  override focus(): void {
    this.querySelector('button')?.focus();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('removing') !== undefined && changed.get('removing') !== this.removing) {
      this.querySelector<HTMLElement>('[data-first]')?.focus();
    }
  }

  protected override render(): TemplateResult {
    return html`
      <div class="menu" role="group" aria-label=${t.rowMenu(this.row.name)}>
        ${this.removing ? removal(this.row, this.#express) : this.#actions()}
      </div>
    `;
  }

  #actions(): TemplateResult {
    const { row } = this;
    const ours = isOurs(row);
    const running = hasSession(row);
    return html`
      ${this.#facts()} ${ours ? this.#signIn() : nothing}
      ${ours && running ? this.#action('end-session', t.endSession, { type: 'end-session', name: row.name }) : nothing}
      ${row.target === '' ? nothing : this.#copyExport()} ${running ? this.#lend() : nothing}
      ${row.target === '' ? nothing : this.#explain()}
      ${
        running && row.testable
          ? this.#action('test-session', t.testSession, { type: 'test', name: row.name })
          : nothing
      }
      ${ours ? this.#ofKey() : nothing}
    `;
  }

  /** Where a code, or nothing at all, is enough. */
  #signIn(): Part {
    const { row } = this;
    if (needsKey(row) || isStuck(row) || row.state === 'signing-in') return nothing;
    const again = hasSession(row) || row.state === 'ended';
    const label = row.needsCode ? (again ? t.signInAgain : t.signIn) : verb(row);
    return this.#action('sign-in-again', label, { type: 'sign-in-again', name: row.name });
  }

  #copyExport(): TemplateResult {
    const { name, target } = this.row;
    const copy: Intent = { type: 'copy', name, text: exportLine(target) };
    return this.#action('copy-export', t.copyExport(target), copy);
  }

  /** A session handed on, to a shell or to the browser. */
  #lend(): TemplateResult {
    const { name, testable, kind } = this.row;
    return html`
      ${
        testable
          ? this.#action('copy-environment', t.copyEnvironment, { type: 'copy-environment', name })
          : nothing
      }
      ${
        kind === 'role'
          ? this.#action('open-console', t.openConsole, { type: 'open-console', name })
          : nothing
      }
    `;
  }

  #explain(): TemplateResult {
    const { name, target } = this.row;
    return this.#action('row-menu-explain', t.explain.open, {
      type: 'errand',
      wish: { type: 'begin', goal: { type: 'explain', name, profile: target } },
    });
  }

  #ofKey(): TemplateResult {
    const { name, kind, key } = this.row;
    const identity = kind === 'identity';
    const move: Intent = {
      type: 'errand',
      wish: { type: 'begin', goal: { type: 'move-key', name } },
    };
    return html`
      ${this.#action('edit', t.edit.open, { type: 'edit', name })}
      ${identity && key === 'file' ? this.#action('row-menu-move-key', t.moveKey, move) : nothing}
      ${
        identity && key !== 'none'
          ? this.#action(
              'remove-key',
              t.removeKey,
              { type: 'ask-remove', name },
              { tone: 'grave', first: true },
            )
          : nothing
      }
    `;
  }

  #facts(): TemplateResult {
    const { row } = this;
    return html`
      <dl class="facts">
        ${
          row.target === ''
            ? nothing
            : html`<dt>${t.factTarget}</dt>
                <dd>${row.target}</dd>`
        }
        ${
          row.maker === null
            ? nothing
            : html`<dt>${t.factMaker}</dt>
                <dd>${row.maker}</dd>`
        }
        ${
          row.serial === null
            ? nothing
            : html`<dt>${t.factDevice}</dt>
                <dd>${row.serial}</dd>`
        }
        ${
          row.plan === null
            ? nothing
            : html`<dt>${t.factPlan}</dt>
                <dd data-testid="plan">${planWords(row.plan, this.now)}</dd>`
        }
        ${
          row.kind === 'identity'
            ? html`<dt>${t.factKey}</dt>
                <dd>${t.keys[row.key]}</dd>`
            : nothing
        }
      </dl>
    `;
  }

  #action(id: string, label: string, intent: Intent, looks: Looks = {}): TemplateResult {
    return html`<button
      type="button"
      class="menu-item"
      data-testid=${id}
      data-tone=${looks.tone ?? nothing}
      ?data-first=${looks.first ?? false}
      @click=${() => {
        express(this, intent);
      }}
    >
      ${label}
    </button>`;
  }

  readonly #express = (intent: Intent): void => {
    express(this, intent);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    walkButtons(this, event);
  };
}

customElements.define('row-menu', RowMenu);

declare global {
  interface HTMLElementTagNameMap {
    'row-menu': RowMenu;
  }
}
