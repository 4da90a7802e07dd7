/**
 * An errand as a page of the popover: backups to choose from, a difference, an offer to purge, an
 * explanation.
 */

import { html, nothing, type TemplateResult } from 'lit';

import type { BackupView } from './bindings/BackupView';
import { copyText } from './clipboard';
import { past } from './countdown';
import { difference } from './difference';
import { changesSomething, type Errand, isReady, takenOf } from './errand';
import type { ErrandWish } from './errands';
import { explanation, verdict } from './explanation';
import { failureNote } from './failure-note';
import { chevronIcon } from './icons';
import type { Intent } from './intent';
import { walkButtons } from './keyboard';
import { t } from './messages';

type Part = TemplateResult | typeof nothing;

interface Scene {
  errand: Errand;
  now: number;
  express: (intent: Intent) => void;
}

type FooterScene = Pick<Scene, 'errand' | 'express'>;

/** Ids that its parts refer to each other by; there is never more than one errand. */
const TITLE = 'errand-title';
const MEANING = 'errand-meaning';
const FAILURE = 'errand-failure';

/** The page lands the keyboard on itself, so that it is read from its title on. */
export function errandPage(scene: Scene): TemplateResult {
  const { errand } = scene;
  return html`
    <section
      class="errand"
      tabindex="-1"
      data-testid="${errand.step}-page"
      aria-labelledby=${TITLE}
      aria-describedby=${MEANING}
      aria-busy=${errand.waiting === null ? 'false' : 'true'}
    >
      <h2 id=${TITLE}>${title(scene)}</h2>
      ${lead(errand)} ${waiting(errand)} ${failed(errand)} ${body(scene)}
    </section>
  `;
}

function title({ errand, now }: Scene): string {
  if (errand.step === 'purge') return t.purge.title;
  if (errand.goal.type === 'move-key') return t.move.title;
  if (errand.goal.type === 'explain') return t.explain.title(errand.goal.profile);
  const taken = errand.step === 'backups' ? null : takenOf(errand);
  return taken === null ? t.undo.title : t.undo.titleSince(past(Date.parse(taken), now));
}

/** What the page is about; of an explanation, once it is there, how it ends. */
function lead(errand: Errand): TemplateResult {
  const { step, explained } = errand;
  if (step === 'explanation' && explained !== null) return verdict(explained, MEANING);
  return html`<p class="hint-line" id=${MEANING}>${meaning(errand)}</p>`;
}

function meaning({ step, goal, held, backups }: Errand): string {
  if (step === 'purge') return t.purge.question(held);
  if (goal.type === 'move-key') return t.move.meaning(goal.name);
  if (goal.type === 'explain') return t.explain.meaning;
  if (step === 'change') return t.undo.meaning;
  return backups?.length === 0 ? t.undo.none : t.undo.intro;
}

function waiting(errand: Errand): Part {
  if (errand.waiting === null) return nothing;
  const words = errand.waiting === 'making' ? making(errand) : t.change.reading;
  return html`<div class="progress" role="progressbar" aria-label=${words}></div>`;
}

function making({ step, goal }: Errand): string {
  if (step === 'purge') return t.purge.making;
  return goal.type === 'undo' ? t.undo.making : t.move.making;
}

function failed({ failure }: Errand): Part {
  if (failure === null) return nothing;
  const note = failureNote(failure, FAILURE, (text) => {
    void copyText(text);
  });
  return html`<div role="alert">${note}</div>`;
}

function body(scene: Scene): Part {
  const { step, change, backups, explained } = scene.errand;
  if (step === 'purge') return purge(scene);
  if (step === 'backups') return backups === null ? nothing : list(scene, backups);
  if (step === 'explanation') return explained === null ? nothing : explanation(explained);
  if (change === null) return nothing;
  return html`
    <p class="path" data-testid="change-path"><bdi dir="ltr">${change.path}</bdi></p>
    ${change.notes.map((note) => html`<p class="change-note" data-testid="change-note">${note}</p>`)}
    ${
      changesSomething(change)
        ? difference(change.lines)
        : html`<p data-testid="change-nothing">${t.change.nothing}</p>`
    }
  `;
}

// ── Backups ────────────────────────────────────────────────────────────────

function list({ now, express }: Scene, backups: readonly BackupView[]): Part {
  if (backups.length === 0) return nothing;
  const names = whenTaken(backups, now);
  const onKey = (event: KeyboardEvent): void => {
    walkButtons(event.currentTarget as HTMLElement, event);
  };
  return html`<ul class="backups" role="list" aria-label=${t.undo.list} @keydown=${onKey}>
    ${backups.map(
      ({ id, reason }, index) =>
        html`<li>
          <button
            type="button"
            class="menu-item backup"
            data-testid="backup-${id}"
            @click=${() => {
              wish(express, { type: 'choose', id });
            }}
          >
            <span class="backup-when">${names[index]}</span>
            <span class="backup-why">${t.undo.reasons[reason]}</span>
            ${chevronIcon}
          </button>
        </li>`,
    )}
  </ul>`;
}

/** When each was taken; those of one minute are told apart by their seconds. */
function whenTaken(backups: readonly BackupView[], now: number): string[] {
  const words = (seconds: boolean): string[] =>
    backups.map(({ taken }) => past(Date.parse(taken), now, seconds));
  const short = words(false);
  const long = words(true);
  const isAlone = (word: string): boolean => short.filter((other) => other === word).length === 1;
  return short.map((word, index) => (isAlone(word) ? word : (long[index] ?? word)));
}

// ── The backups of a moved key ─────────────────────────────────────────────

function purge({ errand, express }: Scene): TemplateResult {
  const { held, waiting: waitsFor } = errand;
  const { purge: words } = t;
  return html`<div class="offer">
    ${choice('purge-backups', words.remove(held), words.removeMeaning, waitsFor !== null, () => {
      wish(express, { type: 'purge' });
    })}
    ${choice('keep-backups', words.keep(held), words.keepMeaning, waitsFor !== null, () => {
      wish(express, { type: 'back' });
    })}
  </div>`;
}

function choice(
  id: string,
  label: string,
  sentence: string,
  isWaiting: boolean,
  act: () => void,
): TemplateResult {
  return html`
    <button
      type="button"
      class="plain"
      data-testid=${id}
      aria-describedby="${id}-meaning"
      aria-disabled=${isWaiting ? 'true' : nothing}
      @click=${act}
    >
      ${label}
    </button>
    <p class="hint-line" id="${id}-meaning">${sentence}</p>
  `;
}

// ── What can be done ───────────────────────────────────────────────────────

/** The buttons stay in sight however long the difference is. */
export function errandFooter({ errand, express }: FooterScene): Part {
  const { step, goal, waiting: waitsFor } = errand;
  if (step === 'purge') return nothing;
  const id = step === 'backups' ? 'undo-close' : 'change-cancel';
  return html`<footer class="footer choices" data-part>
    <button
      type="button"
      class="quiet"
      data-testid=${id}
      aria-disabled=${waitsFor === 'making' ? 'true' : nothing}
      @click=${() => {
        wish(express, { type: 'back' });
      }}
    >
      ${goal.type === 'move-key' ? t.cancel : t.back}
    </button>
    ${forward({ errand, express })}
  </footer>`;
}

function forward({ errand, express }: FooterScene): Part {
  if (errand.failure !== null) {
    return primary('change-retry', t.tryAgain, false, () => {
      wish(express, { type: 'ask-again' });
    });
  }
  if (!isReady(errand)) return nothing;
  const isMaking = errand.waiting === 'making';
  const words = errand.goal.type === 'undo' ? t.undo : t.move;
  return primary('change-confirm', isMaking ? words.making : words.confirm, isMaking, () => {
    wish(express, { type: 'confirm' });
  });
}

/** A button that is busy keeps the keyboard: it is not disabled, it only does nothing. */
function primary(id: string, label: string, isBusy: boolean, act: () => void): TemplateResult {
  return html`<button
    type="button"
    class="primary"
    data-testid=${id}
    aria-disabled=${isBusy ? 'true' : nothing}
    @click=${act}
  >
    ${label}
  </button>`;
}

function wish(express: Scene['express'], each: ErrandWish): void {
  express({ type: 'errand', wish: each });
}
