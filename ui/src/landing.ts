/** Where the keyboard goes when something opens, closes or answers. */

import type { Errand } from './errand';
import { rowsShown, shownPage } from './standing';
import type { State } from './state';

/** A kind of place, or the part with this test id. */
export type Landing = 'row' | 'menu' | 'search' | 'form' | 'page' | { part: string };

/** Where the step from one state to the next takes the keyboard; null leaves it where it is. */
export function landingAfter(before: State, after: State): Landing | null {
  const errand = errandLanding(before, after);
  const page = pageLanding(before, after);
  if (page !== null) return page;
  if (errand !== null) return errand;
  const moved = after.selected !== before.selected && after.selected !== null;
  const answered = before.takingOver !== after.takingOver;
  return moved || answered ? 'row' : null;
}

/** Where a form takes the keyboard when it comes, and where it leaves it. */
function pageLanding(before: State, after: State): Landing | null {
  const [was, is] = [shownPage(before), shownPage(after)];
  if (was === is) return null;
  if (is === 'settings') return 'page';
  if (is === 'adding' || is === 'editing') return 'form';
  if (was === 'settings') return { part: 'settings' };
  if (was === 'editing') return { part: `row-menu-${before.editingName}` };
  return was === 'adding' ? 'row' : null;
}

function errandLanding({ errand: before }: State, { errand: after }: State): Landing | null {
  // What steps aside, or ends there, leaves the keyboard to the rows.
  if (after?.aside === true) return null;
  if (after === null) return before === null || before.aside ? null : origin(before);
  if (before === null || before.aside) return 'page';
  if (before.step !== after.step) return onStep(after);
  if (after.failure !== null && before.failure === null) return { part: 'change-retry' };
  if (before.backups !== after.backups) return firstBackup(after);
  // The button that asked again is gone.
  return before.failure !== null && after.failure === null ? 'page' : null;
}

function onStep({ step, chosen }: Errand): Landing {
  return step === 'backups' && chosen !== null ? { part: `backup-${chosen}` } : 'page';
}

function firstBackup({ backups }: Errand): Landing | null {
  const first = backups?.[0];
  return first === undefined ? null : { part: `backup-${first.id}` };
}

/** Whence an errand was begun. */
function origin({ goal }: Errand): Landing {
  return { part: goal.type === 'undo' ? 'undo-open' : `row-menu-${goal.name}` };
}

/** Puts the keyboard there, once what is to take it has been drawn. */
export async function land(root: HTMLElement, landing: Landing, state: State): Promise<void> {
  const shown = shownPage(state);
  const isForm = shown === 'adding' || shown === 'editing';
  if (isForm && (landing === 'row' || landing === 'menu' || landing === 'search')) return;
  if (landing === 'form') {
    const form = root.querySelector(shown === 'editing' ? 'edit-form' : 'add-key-form');
    await form?.updateComplete;
    form?.focus();
  } else if (landing === 'search') {
    root.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
  } else if (landing === 'page') {
    await root.querySelector('settings-page')?.updateComplete;
    const page = root.querySelector<HTMLElement>('.errand');
    page?.focus();
    page?.scrollIntoView({ block: 'start' });
  } else if (typeof landing === 'object') {
    await part(root, landing.part);
  } else if (rowsShown(state)) {
    await row(root, landing, state);
  }
}

async function part(root: HTMLElement, testid: string): Promise<void> {
  // A row draws its own button, after the page has drawn the row.
  const rows = [...root.querySelectorAll('profile-row')];
  await Promise.all(rows.map((each) => each.updateComplete));
  const parts = [...root.querySelectorAll<HTMLElement>('[data-testid]')];
  const found = parts.find((each) => each.dataset.testid === testid);
  found?.focus();
  found?.scrollIntoView({ block: 'nearest' });
}

async function row(root: HTMLElement, landing: 'row' | 'menu', state: State): Promise<void> {
  const { menu, selected, done } = state;
  const element = rowElement(root, landing === 'menu' ? menu : (selected ?? done));
  await element?.updateComplete;
  const target = landing === 'menu' ? element?.querySelector('row-menu') : element;
  await target?.updateComplete;
  target?.focus();
  element?.scrollIntoView({ block: 'nearest' });
}

export function rowElement(
  root: HTMLElement,
  name: string | null,
): HTMLElementTagNameMap['profile-row'] | null {
  if (name === null) return null;
  // In a list of hundreds it may not have been drawn yet.
  [...root.querySelectorAll('row-slot')].find((each) => each.row.name === name)?.show();
  return [...root.querySelectorAll('profile-row')].find((each) => each.row.name === name) ?? null;
}
