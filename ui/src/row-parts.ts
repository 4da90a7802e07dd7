/** The smaller parts of a row, as templates. */

import { html, nothing, type TemplateResult } from 'lit';

import type { FailureView } from './bindings/FailureView';
import type { PlanView } from './bindings/PlanView';
import type { RowView } from './bindings/RowView';
import { moment } from './countdown';
import { t } from './messages';
import { hasSession } from './rows';
import type { Note } from './state';

type Part = TemplateResult | typeof nothing;

/** What the button of a row that needs no code does. */
export function verb(row: RowView): string {
  const running = hasSession(row);
  if (row.kind === 'role') return running ? t.renewRole : t.assumeRole;
  return running ? t.renewSession : t.startSession;
}

/** Where a code goes when it does not go to AWS. */
export function endpointLine(endpoint: string | null): Part {
  if (endpoint === null) return nothing;
  return html`<p class="endpoint" data-testid="endpoint">
    ${t.endpoint} <strong>${endpoint}</strong>
  </p>`;
}

/** How far one code goes, where it goes further than this row. */
export function coversLine(covers: number | null): Part {
  if (covers === null) return nothing;
  return html`<p class="covers hint-line" data-testid="covers">${t.covers(covers)}</p>`;
}

/** How a role is reached, and what that gives, in one sentence. */
export function planWords({ way, seconds, renewed, until }: PlanView, now: number): string {
  const length = lengthWords(seconds);
  if (way === 'direct') return t.plan.direct(length);
  if (!renewed) return t.plan.onDemand(length);
  return until === null
    ? t.plan.whileItLasts(length)
    : t.plan.until(length, moment(Date.parse(until), now));
}

function lengthWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60);
}

export function primaryButton(label: string, act: () => void): TemplateResult {
  return html`<button type="button" class="primary" data-testid="start" @click=${act}>
    ${label}
  </button>`;
}

/** The way past another program's session, as a choice of its own. */
export function takeOverButton(act: () => void): TemplateResult {
  return html`<button type="button" class="plain step" data-testid="take-over" @click=${act}>
    ${t.takeOver}
  </button>`;
}

/** What the next sign-in will do besides, and a way to think better of it. */
export function takingOverLine(target: string, leave: () => void): TemplateResult {
  return html`<div class="taking-over" data-testid="taking-over">
    <p role="status">${t.takingOver(target)}</p>
    <button type="button" class="plain step" data-testid="take-over-cancel" @click=${leave}>
      ${t.takingOverNot}
    </button>
  </div>`;
}

/**
 * While the device shows a code that is used: when the next one comes, or when the typed one goes.
 * To those who hear it, it is said once and without the seconds. After a refusal, whose sentence
 * stands below, only the seconds are told.
 */
export function codeWait(
  id: string,
  wait: number | null,
  held: boolean,
  refused: number | null,
): TemplateResult {
  const words =
    refused !== null
      ? t.nextCode(wait ?? refused)
      : wait === null
        ? null
        : held
          ? t.codeHeld(wait)
          : t.codeUsed(wait);
  const said = wait === null ? nothing : held ? t.codeHeldSaid : t.codeUsedSaid;
  return html`
    ${words === null ? nothing : html`<p class="next-code" data-testid="code-wait" aria-hidden="true">${words}</p>`}
    <p class="visually-hidden" role="status" id=${id}>${said}</p>
  `;
}

/** While AWS is asked: a thin line that runs, and a way back. A held code is not sent yet. */
export function waiting(held: boolean, cancel: () => void): TemplateResult {
  return html`
    ${held ? nothing : html`<div class="progress" role="progressbar" aria-label=${t.signingIn}></div>`}
    <button type="button" class="quiet cancel" data-testid="cancel" @click=${cancel}>
      ${t.cancel}
    </button>
  `;
}

/** The display of the demo account's MFA device. */
export function demoDevice(code: string, fill: () => void): TemplateResult {
  return html`<p class="demo-device">
    <span>
      ${t.demoShows}
      <strong data-testid="demo-code">${code.slice(0, 3)} ${code.slice(3)}</strong>
    </span>
    <button type="button" class="plain" data-testid="demo-fill" @click=${fill}>
      ${t.demoFill}
    </button>
  </p>`;
}

/** What should be known of a row and does not keep anybody from signing in. */
export function warningLines(warnings: readonly FailureView[]): Part {
  if (warnings.length === 0) return nothing;
  return html`<ul class="warnings">
    ${warnings.map(
      ({ code, message, hint }) =>
        html`<li data-testid="warning" data-code=${code}>${message} ${hint}</li>`,
    )}
  </ul>`;
}

const noteWords: Readonly<Record<Exclude<Note, object>, string>> = {
  copied: t.copied,
  'copied-environment': t.copiedForAMinute,
  opening: t.openingConsole,
  saved: t.edit.saved,
  testing: t.testing,
};

export function noteLine(note: Note | null): Part {
  if (note === null) return nothing;
  const words = typeof note === 'object' ? t.testWorks(note.arn) : noteWords[note];
  return html`<p class="note" data-testid="note">${words}</p>`;
}
