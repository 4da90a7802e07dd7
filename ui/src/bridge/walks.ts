/** Pages that no board shows by itself: the board, and what is done there to reach them. */

/** A part that is pressed, or a field and what is typed into it; both by their test ids. */
export type Step = string | { field: string; text: string };

export interface Walk {
  board: string;
  /** In the order in which they are pressed. */
  presses: readonly Step[];
  /** The part by which the end is known. */
  ends: string;
}

const MOVE = ['row-menu-prod', 'row-menu-move-key'];
const MOVED = [...MOVE, 'change-confirm'];
const KEY = [
  { field: 'add-name', text: 'prod' },
  { field: 'add-accessKeyId', text: 'AKIAIOSFODNN7EXAMPLE' },
  { field: 'add-secret', text: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
];

export const walks: Readonly<Record<string, Walk>> = {
  loading: { board: 'empty', presses: [], ends: 'loading' },
  trouble: { board: 'empty', presses: [], ends: 'reload' },
  typing: {
    board: 'not-signed-in',
    presses: [{ field: 'code-input', text: '8042' }],
    ends: 'code-input',
  },
  'too-many-digits': {
    board: 'not-signed-in',
    presses: [{ field: 'code-input', text: '80421337' }],
    ends: 'code-excess',
  },
  done: {
    board: 'morning',
    presses: [{ field: 'code-input', text: '804213' }],
    ends: 'done',
  },
  details: { board: 'wrong-code', presses: ['details-summary'], ends: 'copy-details' },
  menu: { board: 'key-in-file', presses: ['row-menu-prod'], ends: 'row-menu-move-key' },
  'menu-running': { board: 'active', presses: ['row-menu-prod'], ends: 'end-session' },
  'menu-foreign': { board: 'foreign', presses: ['row-menu-sso-audit'], ends: 'row-menu-explain' },
  plan: { board: 'roles', presses: ['row-menu-prod-admin'], ends: 'plan' },
  'plan-direct': { board: 'roles', presses: ['row-menu-prod-read'], ends: 'plan' },
  removing: { board: 'active', presses: ['row-menu-prod', 'remove-key'], ends: 'remove-confirm' },
  tested: { board: 'active', presses: ['row-menu-prod', 'test-session'], ends: 'note' },
  change: { board: 'key-in-file', presses: MOVE, ends: 'change-confirm' },
  'change-failed': { board: 'key-in-file', presses: MOVED, ends: 'change-retry' },
  purge: { board: 'key-in-file', presses: MOVED, ends: 'purge-backups' },
  moved: { board: 'key-in-file', presses: [...MOVED, 'purge-backups'], ends: 'row-prod' },
  backups: { board: 'morning', presses: ['undo-open'], ends: 'backup-b1' },
  'no-backups': { board: 'not-signed-in', presses: ['undo-open'], ends: 'undo-close' },
  undo: { board: 'morning', presses: ['undo-open', 'backup-b2'], ends: 'change-confirm' },
  'long-change': { board: 'morning', presses: ['undo-open', 'backup-b5'], ends: 'change-confirm' },
  undone: {
    board: 'morning',
    presses: ['undo-open', 'backup-b2', 'change-confirm'],
    ends: 'row-prod',
  },
  explain: {
    board: 'morning',
    presses: ['row-menu-prod', 'row-menu-explain'],
    ends: 'reader-javascript',
  },
  settings: { board: 'morning', presses: ['settings'], ends: 'reminder-900' },
  'settings-bad-file': { board: 'morning', presses: ['settings'], ends: 'settings-problem' },
  edit: { board: 'morning', presses: ['row-menu-prod', 'edit'], ends: 'edit-save' },
  'edit-role': {
    board: 'roles',
    presses: ['row-menu-prod-admin', 'edit'],
    ends: 'edit-way-along',
  },
  'remove-in-file': {
    board: 'key-in-file',
    presses: ['row-menu-prod', 'remove-key'],
    ends: 'remove-move',
  },
  'taking-over': { board: 'foreign-owner', presses: ['take-over'], ends: 'taking-over' },
  'add-key': { board: 'empty', presses: ['add-key'], ends: 'add-submit' },
  'add-key-wrong': { board: 'empty', presses: ['add-key', 'add-submit'], ends: 'error-name' },
  'add-key-found': { board: 'empty', presses: ['add-key', ...KEY, 'find-device'], ends: 'device' },
  'nothing-found': {
    board: 'many',
    presses: [{ field: 'search', text: 'zanzibar' }],
    ends: 'nothing-found',
  },
};

/** Takes each step on the way to a page as soon as its part is there, and waits for the last one. */
export async function walk(root: HTMLElement, state: string): Promise<void> {
  const { presses, ends } = walks[state] ?? { presses: [], ends: null };
  for (const step of presses) {
    if (typeof step === 'string') (await appears(root, step)).click();
    else type(await appears(root, step.field), step.text);
  }
  if (ends !== null) await appears(root, ends);
}

function type(field: HTMLElement, text: string): void {
  if (!(field instanceof HTMLInputElement)) throw new Error('only a field can be typed into');
  field.focus();
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function appears(root: HTMLElement, testid: string): Promise<HTMLElement> {
  const find = (): HTMLElement | undefined =>
    [...root.querySelectorAll<HTMLElement>('[data-testid]')].find(
      (part) => part.dataset.testid === testid,
    );
  return new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look(): void {
      const found = find();
      if (!found) return;
      observer.disconnect();
      resolve(found);
    }
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ['data-testid'] });
    look();
  });
}
