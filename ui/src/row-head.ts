/** What a row says of itself while it is closed: name, owner, state, and what is wrong. */

import { html, nothing, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import type { RowState } from './bindings/RowState';
import type { RowView } from './bindings/RowView';
import { countdown, moment } from './countdown';
import { checkIcon } from './icons';
import { t } from './messages';
import { isOurs } from './rows';

/** What the head is drawn from. */
export interface Head {
  row: RowView;
  state: RowState;
  open: boolean;
  /** Whether the row has just been signed in. */
  done: boolean;
  failure: FailureView | null;
  now: number;
  drift: number;
}

export function summary(head: Head): TemplateResult {
  const { row, state, open, done, failure } = head;
  const { name, account, principal, maker } = row;
  const by = maker === null ? null : t.by(maker);
  const who = [principal, account, by].filter((part) => part !== null).join(' · ');
  return html`
    <span class="dot" data-testid=${done ? 'done' : nothing}>${done ? checkIcon : nothing}</span>
    <span class="title">
      <span class="name" title=${name}>${name}</span>
      ${who === '' ? nothing : html`<span class="who" title=${who}>${who}</span>`}
    </span>
    ${
      state === 'problem' && failure !== null
        ? nothing
        : html`<span class="status" data-testid="countdown">${status(head)}</span>`
    }
    ${open ? nothing : brief(head)}
  `;
}

function status({ row, state, now, drift }: Head): string {
  const { expires, latest, renews } = row;
  if (state === 'unknown-end' && latest !== null) {
    return t.endsBy(moment(Date.parse(latest), now));
  }
  if (state === 'active' && renews && expires === null) return t.renewsItself;
  if (expires === null || state === 'signing-in' || state === 'problem') return t.states[state];
  if (state === 'not-signed-in') return t.states[state];
  return countdown(Date.parse(expires), now, drift).words;
}

/** What a closed row says about a failure: the sentence, without the way out. */
function brief({ row, failure }: Head): TemplateResult | typeof nothing {
  if (failure === null || !isOurs(row)) return nothing;
  return html`<span class="brief" data-testid="problem" data-code=${failure.code}
    >${failure.message}</span
  >`;
}
