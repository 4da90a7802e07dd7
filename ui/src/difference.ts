/** A difference line by line, told by sign, by colour and in words. */

import { html, nothing, type TemplateResult } from 'lit';

import type { ChangeKind } from './bindings/ChangeKind';
import type { ChangeLine } from './bindings/ChangeLine';
import { t } from './messages';

const SIGNS: Readonly<Record<ChangeKind, string>> = {
  same: '',
  removed: '−',
  added: '+',
  gap: '⋯',
};

const WORDS: Readonly<Record<ChangeKind, string | null>> = {
  same: null,
  removed: t.change.removed,
  added: t.change.added,
  gap: t.change.gap,
};

/**
 * Takes the keyboard, so that a long difference can be scrolled with it. Files read from the left
 * in every language.
 */
export function difference(lines: readonly ChangeLine[]): TemplateResult {
  return html`<div
    class="difference"
    role="group"
    dir="ltr"
    tabindex="0"
    aria-label=${t.change.difference}
    data-testid="difference"
  >
    <ul role="list">
      ${lines.map(line)}
    </ul>
  </div>`;
}

function line({ kind, text }: ChangeLine): TemplateResult {
  const words = WORDS[kind];
  // No blank may stand around the text: its own are shown.
  return html`<li class="line" data-kind=${kind}>
    <span class="sign" aria-hidden="true">${SIGNS[kind]}</span>
    ${words === null ? nothing : html`<span class="visually-hidden">${words}</span>`}
    ${kind === 'gap' ? nothing : html`<code>${text}</code>`}
  </li>`;
}
