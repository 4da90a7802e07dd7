/** The question before a key is removed: what goes, and what stays. */

import { html, nothing, type TemplateResult } from 'lit';

import type { RowView } from './bindings/RowView';
import type { Intent } from './intent';
import { t } from './messages';
import { hasSession } from './rows';

type Express = (intent: Intent) => void;

export function removal(row: RowView, express: Express): TemplateResult {
  return row.key === 'keyring' ? fromKeyring(row, express) : notFromFile(row, express);
}

function fromKeyring(row: RowView, express: Express): TemplateResult {
  const { name } = row;
  return html`
    <p class="question">${t.removeQuestion(name)}</p>
    <p class="hint-line">${t.removeGoes}</p>
    <p class="hint-line">${hasSession(row) ? t.removeStaysRunning(row.target) : t.removeStays}</p>
    <div class="choices">
      ${button('remove-cancel', t.keep, 'quiet', true, () => {
        express({ type: 'ask-remove', name: null });
      })}
      ${button('remove-confirm', t.remove, 'plain', false, () => {
        express({ type: 'remove', name });
      })}
    </div>
  `;
}

/** Daypass removes no long-term key from a file; it says so, and what can be done instead. */
function notFromFile({ name }: RowView, express: Express): TemplateResult {
  return html`
    <p class="question">${t.removeNot(name)}</p>
    <p class="hint-line" data-testid="remove-not">${t.removeNotMeaning}</p>
    <div class="choices">
      ${button('remove-cancel', t.close, 'quiet', true, () => {
        express({ type: 'ask-remove', name: null });
      })}
      ${button('remove-move', t.moveKey, 'plain', false, () => {
        express({
          type: 'errand',
          wish: { type: 'begin', goal: { type: 'move-key', name } },
        });
      })}
    </div>
  `;
}

function button(
  id: string,
  label: string,
  look: 'quiet' | 'plain',
  first: boolean,
  act: () => void,
): TemplateResult {
  return html`<button
    type="button"
    class=${look}
    ?data-first=${first}
    data-tone=${id === 'remove-confirm' ? 'grave' : nothing}
    data-testid=${id}
    @click=${act}
  >
    ${label}
  </button>`;
}
