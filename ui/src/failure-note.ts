/** A failure as the page shows it: a sentence, a next step, and the raw text one click away. */

import { html, nothing, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import { copyText } from './clipboard';
import { alertIcon, infoIcon } from './icons';
import { t } from './messages';
import { failureText } from './rows';

/** Failures that only tell something: nothing is wrong, and there is nothing to mend. */
const INFORMATION: ReadonlySet<string> = new Set(['no-tray']);

export function isInformation({ code }: FailureView): boolean {
  return INFORMATION.has(code);
}

/** The sentence and what to do, a button for it where there is one, and the details folded in. */
export function failureNote(
  failure: FailureView,
  id: string,
  copy: (text: string) => void,
  step: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`
    <div class="problem">
      <div class="told">
        ${isInformation(failure) ? infoIcon : alertIcon}
        <div id=${id} data-testid="problem" data-code=${failure.code}>
          <p class="problem-line">${failure.message}</p>
          ${failure.hint === '' ? nothing : html`<p class="hint-line">${failure.hint}</p>`}
        </div>
      </div>
      ${step} ${details(failure, copy)}
    </div>
  `;
}

/** A failure beside the control that it is of, spoken when it comes; nothing without one. */
export function failureAlert(
  failure: FailureView | null | undefined,
  testid: string,
  id: string,
): TemplateResult | typeof nothing {
  if (failure === null || failure === undefined) return nothing;
  return html`<div role="alert" data-testid=${testid}>
    ${failureNote(failure, id, (text) => {
      void copyText(text);
    })}
  </div>`;
}

function details(
  failure: FailureView,
  copy: (text: string) => void,
): TemplateResult | typeof nothing {
  const { detail, requestId } = failure;
  if (detail === null && requestId === null) return nothing;
  return html`
    <details data-testid="details">
      <summary data-testid="details-summary">${t.details}</summary>
      <div class="raw">
        ${detail === null ? nothing : html`<p>${detail}</p>`}
        ${requestId === null ? nothing : html`<p>${t.requestId} <code>${requestId}</code></p>`}
        <button
          type="button"
          class="quiet"
          data-testid="copy-details"
          @click=${() => {
            copy(failureText(failure));
          }}
        >
          ${t.copyDetails}
        </button>
      </div>
    </details>
  `;
}
