/** `<row-menu>`: a row's facts and actions, unfolded below it so that no window can clip them. */

import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { RowView } from './bindings/RowView';
import { express, type Intent } from './intent';
import { walkButtons } from './keyboard';
import { LightElement } from './light-element';
import { t } from './messages';
import { planWords } from './row-parts';
import { exportLine, hasSession, isOurs } from './rows';

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
        ${this.removing ? this.#question() : this.#actions()}
      </div>
    `;
  }

  #actions(): TemplateResult {
    const { row } = this;
    const { name } = row;
    const ours = isOurs(row);
    const running = hasSession(row);
    const line = exportLine(row.target);
    return html`
      ${this.#facts()}
      ${
        row.target === ''
          ? nothing
          : this.#action('copy-export', t.copyExport(row.target), {
              type: 'copy',
              name,
              text: line,
            })
      }
      ${
        running && row.testable
          ? this.#action('copy-environment', t.copyEnvironment, { type: 'copy-environment', name })
          : nothing
      }
      ${
        running && row.kind === 'role'
          ? this.#action('open-console', t.openConsole, { type: 'open-console', name })
          : nothing
      }
      ${
        running && row.testable
          ? this.#action('test-session', t.testSession, { type: 'test', name })
          : nothing
      }
      ${
        row.target === ''
          ? nothing
          : this.#action('row-menu-explain', t.explain.open, {
              type: 'errand',
              wish: { type: 'begin', goal: { type: 'explain', name, profile: row.target } },
            })
      }
      ${ours && running ? this.#action('end-session', t.endSession, { type: 'end-session', name }) : nothing}
      ${
        row.kind === 'identity' && row.key === 'file'
          ? this.#action('row-menu-move-key', t.moveKey, {
              type: 'errand',
              wish: { type: 'begin', goal: { type: 'move-key', name } },
            })
          : nothing
      }
      ${
        ours && row.key === 'keyring'
          ? this.#action('remove-key', t.removeKey, { type: 'ask-remove', name }, 'grave')
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

  #action(id: string, label: string, intent: Intent, tone?: 'grave'): TemplateResult {
    return html`<button
      type="button"
      class="menu-item"
      data-testid=${id}
      data-tone=${tone ?? nothing}
      ?data-first=${id === 'remove-key'}
      @click=${() => {
        express(this, intent);
      }}
    >
      ${label}
    </button>`;
  }

  #question(): TemplateResult {
    const { name } = this.row;
    return html`
      <p class="question">${t.removeQuestion(name)}</p>
      <p class="hint-line">${t.removeMeaning}</p>
      <div class="choices">
        <button
          type="button"
          class="quiet"
          data-first
          data-testid="remove-cancel"
          @click=${() => {
            express(this, { type: 'ask-remove', name: null });
          }}
        >
          ${t.keep}
        </button>
        <button
          type="button"
          class="plain"
          data-tone="grave"
          data-testid="remove-confirm"
          @click=${() => {
            express(this, { type: 'remove', name });
          }}
        >
          ${t.remove}
        </button>
      </div>
    `;
  }

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
