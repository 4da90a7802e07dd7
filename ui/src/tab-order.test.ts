/** Where Tab goes on every screen, by the names that screen readers say. */

import axe from 'axe-core';
import { expect, test } from 'vitest';

import type { BoardView } from './bindings/BoardView';
import { foreignOwner } from './bridge/boards';
import { board, onATestsTime, open, type Page, row, script } from './test-page';

onATestsTime();

const STOPS = 'a[href], button, input, summary, [tabindex]';

/** Whether Tab stops here, as browsers do it: of a group of radios only at the chosen one. */
function isTabbable(element: HTMLElement): boolean {
  if (element.tabIndex < 0 || element.matches(':disabled')) return false;
  if (element.closest('[hidden]') !== null) return false;
  const folded = element.closest('details:not([open])');
  if (folded !== null && element !== folded.querySelector('summary')) return false;
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
  const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
    (other) => other.name === element.name,
  );
  return (group.find((other) => other.checked) ?? group[0]) === element;
}

function stops(page: Page): string[] {
  const all = [...page.popover.querySelectorAll<HTMLElement>(STOPS)].filter(isTabbable);
  // No tabindex above zero: the order is the document's.
  expect(all.filter((element) => element.tabIndex > 0)).toEqual([]);
  axe.setup(document);
  const names = all.map((element) => axe.commons.text.accessibleText(element));
  axe.teardown();
  return names.map((name) => name.replace(/\s+/g, ' ').trim());
}

const admin = script.role('admin', 'Admin', '123456789012');
const two = board([
  row('prod', { ...script.session(-720), roles: [admin] }),
  row('dev', { key: 'file' }),
]);
const NAMES = ['atlas', 'billing', 'core', 'data', 'edge', 'finance', 'gate', 'hub', 'infra'];

const HEADER = ['Keep open', 'Settings'];
const FOOTER = ['Add an access key', 'Undo a change…'];
const CODE = 'Code from ana-phone for prod';
const PROD = ['prod ana · 123456789012 Ended 12 min ago', 'Actions for prod'];
const ADMIN = ['admin Admin · 123456789012 Not signed in', 'Actions for admin'];
const DEV = ['dev ana · 123456789012 Not signed in', 'Actions for dev'];
const PRESETS = ['As usual: 12 h', '1 h', '8 h', '36 h', 'until 18:00', 'end of day'];

interface Screen {
  shown: BoardView;
  /** The parts that are pressed to get there. */
  presses: string[];
  stops: string[];
}

const screens: Readonly<Record<string, Screen>> = {
  'rows, one open': {
    shown: two,
    presses: [],
    stops: [...HEADER, ...PROD, CODE, ...ADMIN, ...DEV, ...FOOTER],
  },
  'rows, all closed': {
    shown: two,
    presses: ['head-prod'],
    stops: [...HEADER, ...PROD, ...ADMIN, ...DEV, ...FOOTER],
  },
  'a row with its menu': {
    shown: two,
    presses: ['row-menu-dev'],
    stops: [
      ...[...HEADER, ...PROD, CODE, ...ADMIN, ...DEV],
      'Sign in',
      'Copy export AWS_PROFILE=dev',
      'Why isn’t it used?',
      'Edit…',
      'Move key to keyring…',
      'Remove key…',
      ...FOOTER,
    ],
  },
  'the question before a key is removed': {
    shown: two,
    presses: ['row-menu-prod', 'remove-key'],
    stops: [...HEADER, ...PROD, 'Keep it', 'Remove key', CODE, ...ADMIN, ...DEV, ...FOOTER],
  },
  'an empty board': {
    shown: board([]),
    presses: [],
    stops: [...HEADER, 'Add an access key', 'Try the demo account', 'Undo a change…'],
  },
  'a new key': {
    shown: two,
    presses: ['add-key'],
    stops: [
      ...HEADER,
      'Name',
      'Access key id',
      'Secret access key',
      'MFA device optional',
      'Find my MFA device',
      '12 h',
      'Region optional',
      'Target profile optional',
      'Cancel',
      'Add key',
    ],
  },
  'the form of an identity': {
    shown: two,
    presses: ['row-menu-prod', 'edit'],
    stops: [
      ...HEADER,
      'MFA device',
      'A session lasts',
      ...PRESETS,
      'Region',
      'Target profile',
      'Cancel',
      'Save',
    ],
  },
  'the form of a role': {
    shown: two,
    presses: ['row-menu-admin', 'edit'],
    stops: [
      ...HEADER,
      'Comes along with the session',
      'MFA device',
      'A session lasts',
      'As usual: 1 h',
      'Region',
      'Target profile',
      'Session name',
      'External id',
      'Source identity',
      'Cancel',
      'Save',
    ],
  },
  'the settings': {
    shown: two,
    presses: ['settings'],
    stops: [
      ...HEADER,
      'Remove: 15 min',
      'Remove: 2 min',
      'Remove: at the end',
      'Another reminder',
      'Add',
      'Reminders make a sound',
      'From',
      'Until',
      'Start at login',
      'Choose keys',
      'Keep the page ready',
      'System',
      'System',
      'Config file',
      'Credentials file',
      'Sessions of keys in the file',
      'Sessions of roles',
      'Copy diagnostics',
      'Back',
    ],
  },
  'the move of a key': {
    shown: two,
    presses: ['row-menu-dev', 'row-menu-move-key'],
    stops: [...HEADER, 'The difference', 'Cancel', 'Move key'],
  },
  'the backups': {
    shown: two,
    presses: ['undo-open'],
    stops: [
      ...HEADER,
      'today, 08:56 Before a profile or a key came or went',
      'today, 07:25 Before the first change of that day',
      'yesterday, 09:00 Before the first change of that day',
      'Thu, Nov 19, 09:00 Before a profile or a key came or went',
      'Oct 18, 2025, 10:00 Before the first change of that day',
      'Back',
    ],
  },
  'a change to undo': {
    shown: two,
    presses: ['undo-open', 'backup-b2'],
    stops: [...HEADER, 'The difference', 'Back', 'Undo these changes'],
  },
  'a session to take over': {
    shown: board([row('prod', { problem: foreignOwner })]),
    presses: [],
    stops: [
      ...[...HEADER, 'prod ana · 123456789012 Not signed in', 'Actions for prod', CODE],
      ...['Take it over', ...FOOTER],
    ],
  },
  'a session that is taken over': {
    shown: board([row('prod', { problem: foreignOwner })]),
    presses: ['take-over'],
    stops: [
      ...[...HEADER, 'prod ana · 123456789012 Not signed in', 'Actions for prod', CODE],
      ...['Leave it alone', ...FOOTER],
    ],
  },
  'why a profile is not used': {
    shown: two,
    presses: ['row-menu-prod', 'row-menu-explain'],
    stops: [...HEADER, 'Back'],
  },
  'the search': {
    shown: board(NAMES.map((name) => row(name))),
    presses: [],
    stops: [
      ...[...HEADER, 'Search'],
      ...NAMES.flatMap((name) => [
        `${name} ana · 123456789012 Not signed in`,
        `Actions for ${name}`,
        ...(name === 'atlas' ? ['Code from ana-phone for atlas'] : []),
      ]),
      ...FOOTER,
    ],
  },
};

test.each(Object.entries(screens))('%s', async (_, { shown, presses, stops: expected }) => {
  const page = await open(shown);
  for (const press of presses) {
    if (press === 'head-prod') page.popover.querySelector<HTMLElement>('.head')?.click();
    else page.get(press).click();
    await page.settled();
  }
  expect(stops(page)).toEqual(expected);
});

test('what is covered by another page cannot be reached', async () => {
  const page = await open(two);
  await page.click('add-key');
  await page.type('add-name', 'new');
  await page.click('settings');
  expect(page.has('add-name')).toBe(true);
  expect(stops(page)).not.toContain('Access key id');
});
