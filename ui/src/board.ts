/** The page as a function of its state: templates only, every wish goes through `express`. */

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import './add-key-form';
import { announcement, result } from './announce';
import type { BoardView } from './bindings/BoardView';
import type { FailureView } from './bindings/FailureView';
import type { RowView } from './bindings/RowView';
import type { ThemeView } from './bindings/ThemeView';
import type { Bridge } from './bridge';
import { copyText } from './clipboard';
import type { DemoCode } from './demo-device';
import './edit-form';
import { errandFooter, errandPage } from './errand-page';
import { failureNote, isInformation } from './failure-note';
import { header } from './header';
import { checkIcon, plusIcon } from './icons';
import type { Intent } from './intent';
import { t } from './messages';
import './profile-row';
import './row-slot';
import { saidSince } from './row-words';
import { driftOf, isEmpty, isLong, isOurs, isVeryLong } from './rows';
import './settings-page';
import { type Form, rowsShown, shownPage } from './standing';
import { failureOf, isBusy, mayTakeOver, orderedRows, shownRows, type State } from './state';

/** More rows are not in sight at once. */
const FIRST = 12;

/** What the page is drawn from. */
export interface Scene {
  state: State;
  now: number;
  demoCode: DemoCode | null;
  express: (intent: Intent) => void;
  bridge: Bridge;
  speak: (language: string | null) => void;
  paint: (theme: ThemeView) => void;
}

export function page(scene: Scene): TemplateResult {
  const { state, now, express } = scene;
  const { board } = state;
  const shown = shownPage(state);
  const errand = shown === 'errand' ? state.errand : null;
  return html`
    <main class="popover">
      ${header({ state, express })}
      <p class="outcome" role="status" data-testid="outcome" data-part>
        ${state.outcome === null ? nothing : html`${checkIcon}<span>${result(state.outcome, now)}</span>`}
      </p>
      <div class="scroll">
        <div class="content" data-part>
          ${errand === null ? nothing : errandPage({ errand, now, express })}
          ${rowsShown(state) ? content(scene) : nothing} ${settings(scene)} ${adding(scene)}
          ${editing(scene)}
        </div>
      </div>
      ${errand === null ? nothing : errandFooter({ errand, express })}
      ${shown === 'settings' ? settingsFooter(scene) : nothing}
      ${rowsShown(state) && board !== null ? footer(scene, isEmpty(board)) : nothing}
      <p class="visually-hidden" role="status" aria-live="polite" data-testid="live">
        ${announcement(state.said, now, driftOf(board))}
      </p>
    </main>
  `;
}

// ── Forms; what lies under another is only hidden ───────────────────────────

function isHidden({ state }: Scene, form: Form): boolean {
  return shownPage(state) !== form;
}

function settings(scene: Scene): TemplateResult | typeof nothing {
  if (scene.state.settings === 'closed') return nothing;
  return html`<settings-page
    ?hidden=${isHidden(scene, 'settings')}
    .bridge=${scene.bridge}
    .speak=${scene.speak}
    .paint=${scene.paint}
  ></settings-page>`;
}

function settingsFooter({ express }: Scene): TemplateResult {
  return html`<footer class="footer choices" data-part>
    <button
      type="button"
      class="quiet"
      data-testid="settings-close"
      @click=${() => {
        express({ type: 'settings', open: false });
      }}
    >
      ${t.back}
    </button>
  </footer>`;
}

function adding(scene: Scene): TemplateResult | typeof nothing {
  const { state, bridge } = scene;
  if (state.adding === 'closed') return nothing;
  return html`<add-key-form
    ?hidden=${isHidden(scene, 'adding')}
    .name=${state.addingName}
    .bridge=${bridge}
  ></add-key-form>`;
}

function editing(scene: Scene): TemplateResult | typeof nothing {
  const { state, bridge, now } = scene;
  if (state.editing === 'closed') return nothing;
  return html`<edit-form
    ?hidden=${isHidden(scene, 'editing')}
    .name=${state.editingName}
    .now=${now}
    .bridge=${bridge}
  ></edit-form>`;
}

// ── Rows ───────────────────────────────────────────────────────────────────

function content(scene: Scene): TemplateResult {
  const { board, trouble } = scene.state;
  const troubled = trouble === null ? nothing : warning(trouble, 'trouble');
  if (board === null) return html`${troubled} ${trouble === null ? loading() : again(scene)}`;
  const shown = shownRows(scene.state);
  // Rows that were not sought are hidden and stay what they are: to make hundreds anew takes a second.
  const sought = new Set(shown.flatMap((row) => [row, ...row.roles]).map((row) => row.name));
  const all = orderedRows(scene.state);
  const parts = { ours: all.filter(isOurs), others: all.filter((row) => !isOurs(row)) };
  return html`
    ${board.banner === null ? nothing : warning(board.banner, 'banner')} ${troubled}
    ${isLong(board) ? searchField(scene, shown.length === 0) : nothing}
    ${isEmpty(board) ? empty(scene, board) : nothing}
    ${parts.ours.length > 0 ? list(scene, parts.ours, sought, t.identities) : nothing}
    ${
      parts.others.length > 0
        ? html`<h2 class="section" ?hidden=${!shown.some((row) => !isOurs(row))}>${t.others}</h2>
            ${list(scene, parts.others, sought, t.others)}`
        : nothing
    }
  `;
}

function warning(failure: FailureView, id: string): TemplateResult {
  const calm = isInformation(failure);
  return html`<div
    class="banner"
    data-testid=${id}
    data-tone=${calm ? 'calm' : nothing}
    role=${calm ? 'status' : 'alert'}
  >
    ${failureNote(failure, `${id}-text`, (text) => {
      void copyText(text);
    })}
  </div>`;
}

/** The place of the first row, until it is known what stands there. */
function loading(): TemplateResult {
  return html`<div class="loading" data-testid="loading">
    <p class="visually-hidden" role="status">${t.reading}</p>
    <div class="ghost" aria-hidden="true"></div>
    <div class="ghost" aria-hidden="true"></div>
    <div class="ghost" aria-hidden="true"></div>
  </div>`;
}

function again({ express }: Scene): TemplateResult {
  return html`<div class="empty">
    <button
      type="button"
      class="primary"
      data-testid="reload"
      @click=${() => {
        express({ type: 'reload' });
      }}
    >
      ${t.tryAgain}
    </button>
  </div>`;
}

function searchField({ state, express }: Scene, nothingFound: boolean): TemplateResult {
  return html`
    <input
      type="search"
      class="search"
      data-testid="search"
      aria-label=${t.search}
      placeholder=${t.search}
      autocomplete="off"
      spellcheck="false"
      .value=${state.search}
      @input=${(event: Event) => {
        express({ type: 'search', text: (event.target as HTMLInputElement).value });
      }}
    />
    ${nothingFound ? html`<p class="nothing" role="status" data-testid="nothing-found">${t.nothingFound(state.search)}</p>` : nothing}
  `;
}

type Names = ReadonlySet<string>;

function list(
  scene: Scene,
  rows: readonly RowView[],
  sought: Names,
  label: string,
): TemplateResult {
  const hidden = !rows.some((row) => sought.has(row.name));
  return html`<ul class="rows" role="list" aria-label=${label} ?hidden=${hidden}>
    ${repeat(
      rows,
      (row) => row.name,
      (row) =>
        html`<li ?hidden=${!sought.has(row.name)}>
          ${place(scene, row, sought)} ${roles(scene, row, sought)}
        </li>`,
    )}
  </ul>`;
}

function roles(scene: Scene, identity: RowView, sought: Names): TemplateResult | typeof nothing {
  if (identity.roles.length === 0) return nothing;
  const hidden = !identity.roles.some((role) => sought.has(role.name));
  return html`<ul
    class="rows roles"
    role="list"
    aria-label=${t.rolesOf(identity.name)}
    ?hidden=${hidden}
  >
    ${repeat(
      identity.roles,
      (role) => role.name,
      (role) => html`<li ?hidden=${!sought.has(role.name)}>${place(scene, role, sought)}</li>`,
    )}
  </ul>`;
}

/** In a list of hundreds only rows in sight are drawn, and those in which something is open. */
function place(scene: Scene, row: RowView, sought: Names): TemplateResult {
  const { board, selected, menu } = scene.state;
  if (board === null || !isVeryLong(board)) return rowElement(scene, row);
  const open = selected === row.name || menu === row.name;
  return html`<row-slot
    .row=${row}
    .kept=${open || isFirst(row, sought)}
    .draw=${(each: RowView) => rowElement(scene, each)}
  ></row-slot>`;
}

/** Whether it is in sight at the beginning: drawn without having to be found there. */
function isFirst({ name }: RowView, sought: Names): boolean {
  let index = 0;
  for (const each of sought) {
    if (each === name) return true;
    if ((index += 1) >= FIRST) return false;
  }
  return false;
}

function rowElement({ state, now, demoCode }: Scene, row: RowView): TemplateResult {
  const { name } = row;
  const drift = driftOf(state.board);
  const open = state.selected === name || state.menu === name;
  return html`<profile-row
    .row=${row}
    .now=${open ? now : saidSince(row, now, drift)}
    .drift=${drift}
    .selected=${state.selected === name}
    .busy=${isBusy(state, name)}
    .done=${state.done === name}
    .failure=${failureOf(state, name)}
    .note=${state.notes[name] ?? null}
    .mayTakeOver=${mayTakeOver(state, name)}
    .takingOver=${state.takingOver === name}
    .menuOpen=${state.menu === name}
    .removing=${state.removing === name}
    .demo=${state.board?.demo ?? false}
    .demoCode=${demoCode?.name === name ? demoCode : null}
  ></profile-row>`;
}

function empty(scene: Scene, { files }: BoardView): TemplateResult {
  return html`
    <section class="empty" data-testid="empty">
      <h2>${t.emptyTitle}</h2>
      <p class="hint-line">${t.emptyLooked}</p>
      <ul class="files">
        <li>${files.config}</li>
        <li>${files.credentials}</li>
      </ul>
      ${addKey(scene, 'primary', t.addKey)}
      <button
        type="button"
        class="plain"
        data-testid="try-demo"
        @click=${() => {
          scene.express({ type: 'try-demo' });
        }}
      >
        ${t.tryDemo}
      </button>
      <p class="hint-line">${t.demoMeaning}</p>
    </section>
  `;
}

/** A board without keys offers its own way to add one. */
function footer(scene: Scene, isEmptyBoard: boolean): TemplateResult {
  return html`<footer class="footer" data-part>
    ${isEmptyBoard ? nothing : addKey(scene, 'quiet', html`${plusIcon} ${t.addKey}`)}
    <button
      type="button"
      class="quiet"
      data-testid="undo-open"
      @click=${() => {
        scene.express({ type: 'errand', wish: { type: 'begin', goal: { type: 'undo' } } });
      }}
    >
      ${t.undo.open}
    </button>
  </footer>`;
}

function addKey(scene: Scene, look: string, label: string | TemplateResult): TemplateResult {
  return html`<button
    type="button"
    class=${look}
    data-testid="add-key"
    @click=${() => {
      scene.express({ type: 'add-key', name: null });
    }}
  >
    ${label}
  </button>`;
}
