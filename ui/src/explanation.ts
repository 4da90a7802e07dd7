/** Which credentials AWS's tools use for a profile, why, and what to change. */

import { html, nothing, type TemplateResult } from 'lit';

import type { AdviceView } from './bindings/AdviceView';
import type { ExplainView } from './bindings/ExplainView';
import type { ReaderView } from './bindings/ReaderView';
import { t } from './messages';

type Part = TemplateResult | typeof nothing;

/** Whether all of AWS's tools use the session; the page is described by this. */
export function verdict(view: ExplainView, id: string): TemplateResult {
  return html`<p
    class="verdict"
    id=${id}
    data-testid="explain-verdict"
    data-fine=${String(view.fine)}
  >
    ${sentence(view)}
  </p>`;
}

/** What the verdict rests on. */
export function explanation(view: ExplainView): TemplateResult {
  return html`
    ${changes(view)}
    <ul class="tools" role="list" aria-label=${t.explain.readers}>
      ${view.readers.map(tool)}
    </ul>
    ${view.notes.map((note) => html`<p class="change-note" data-testid="explain-note">${note}</p>`)}
    <p class="hint-line basis">${t.explain.meaning}</p>
  `;
}

function sentence({ ours, fine }: ExplainView): string {
  const { fineOurs, notOurs, fineOthers, notFound } = t.explain;
  if (ours) return fine ? fineOurs : notOurs;
  return fine ? fineOthers : notFound;
}

function tool({ reader, name, usesOurs, reason }: ReaderView): TemplateResult {
  return html`<li data-testid="reader-${reader}" data-ours=${String(usesOurs)}>
    <span class="tool-name">${name}</span>
    <span class="tool-sign" role="img" aria-label=${usesOurs ? t.explain.uses : t.explain.usesNot}>
      ${usesOurs ? '✓' : '–'}
    </span>
    <span class="tool-reason">${reason}</span>
  </li>`;
}

function changes({ advice, readers: all }: ExplainView): Part {
  if (advice.length === 0) return nothing;
  const whose = ({ readers }: AdviceView): string =>
    readers.length === all.length ? t.explain.all : readers.join('; ');
  return html`
    <h3 class="advice-title">${t.explain.change}</h3>
    ${advice.map(
      (each) =>
        html`<div class="advice" data-testid="explain-advice">
          <p>${each.change}</p>
          <p class="hint-line">${whose(each)}: ${each.shadow}</p>
        </div>`,
    )}
  `;
}
