/** Pages that no board shows by itself: the board, and the parts that are pressed to get there. */

export interface Walk {
  board: string;
  /** Test ids, in the order in which they are pressed. */
  presses: readonly string[];
}

const MOVE = ['row-menu-prod', 'row-menu-move-key'];

export const walks: Readonly<Record<string, Walk>> = {
  menu: { board: 'key-in-file', presses: ['row-menu-prod'] },
  change: { board: 'key-in-file', presses: MOVE },
  'change-failed': { board: 'key-in-file', presses: [...MOVE, 'change-confirm'] },
  purge: { board: 'key-in-file', presses: [...MOVE, 'change-confirm'] },
  moved: { board: 'key-in-file', presses: [...MOVE, 'change-confirm', 'purge-backups'] },
  backups: { board: 'morning', presses: ['undo-open'] },
  'no-backups': { board: 'not-signed-in', presses: ['undo-open'] },
  undo: { board: 'morning', presses: ['undo-open', 'backup-b2'] },
  'long-change': { board: 'morning', presses: ['undo-open', 'backup-b5'] },
  undone: { board: 'morning', presses: ['undo-open', 'backup-b2', 'change-confirm'] },
  explain: { board: 'morning', presses: ['row-menu-prod', 'row-menu-explain'] },
  settings: { board: 'morning', presses: ['settings'] },
  'settings-bad-file': { board: 'morning', presses: ['settings'] },
  edit: { board: 'morning', presses: ['row-menu-prod', 'edit'] },
  'edit-role': { board: 'roles', presses: ['row-menu-prod-admin', 'edit'] },
  remove: { board: 'morning', presses: ['row-menu-prod', 'remove-key'] },
  'remove-in-file': { board: 'key-in-file', presses: ['row-menu-prod', 'remove-key'] },
  'taking-over': { board: 'foreign-owner', presses: ['take-over'] },
};

/** Presses each part on the way to a page as soon as it is there. */
export async function walk(root: HTMLElement, state: string): Promise<void> {
  for (const testid of walks[state]?.presses ?? []) (await appears(root, testid)).click();
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
