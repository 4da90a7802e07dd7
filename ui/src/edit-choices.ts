/** The buttons below the form of a row, and the question before typed text is discarded. */

import { html, nothing, type TemplateResult } from 'lit';

import { t } from './messages';

/** `saving` is null where there is nothing to save. */
export function saveOrCancel(saving: boolean | null, cancel: () => void): TemplateResult {
  return html`<div class="choices">
    <button type="button" class="quiet" data-testid="edit-cancel" @click=${cancel}>
      ${t.cancel}
    </button>
    ${
      saving === null
        ? nothing
        : html`<button
            type="submit"
            class="primary"
            data-testid="edit-save"
            aria-disabled=${saving ? 'true' : nothing}
          >
            ${saving ? t.edit.saving : t.edit.save}
          </button>`
    }
  </div>`;
}

export function discardQuestion(
  uid: string,
  discard: () => void,
  keep: () => void,
): TemplateResult {
  return html`<div role="group" aria-labelledby="${uid}-question" data-testid="edit-question">
    <p class="question" id="${uid}-question">${t.edit.discardQuestion}</p>
    <div class="choices">
      <button
        type="button"
        class="quiet"
        data-tone="grave"
        data-testid="edit-discard"
        @click=${discard}
      >
        ${t.edit.discard}
      </button>
      <button type="button" class="primary" data-testid="edit-keep" @click=${keep}>
        ${t.edit.keepEditing}
      </button>
    </div>
  </div>`;
}
