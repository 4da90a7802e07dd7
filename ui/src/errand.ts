/**
 * A change of the credentials file on its way from the question to its end, or a question about a
 * profile: a pure reducer.
 *
 * The difference is shown first; only what was shown is made, by its ticket.
 */

import type { BackupView } from './bindings/BackupView';
import type { ChangeView } from './bindings/ChangeView';
import type { ExplainView } from './bindings/ExplainView';
import type { FailureView } from './bindings/FailureView';

/** What is to be changed; or the profile of a row, whose use is to be explained. */
export type Goal =
  | { type: 'move-key'; name: string }
  | { type: 'undo' }
  | { type: 'explain'; name: string; profile: string };

/** What is shown: the backups to choose from, a difference, the offer to purge backups, who uses what. */
export type Step = 'backups' | 'change' | 'purge' | 'explanation';

const FIRST_STEPS: Readonly<Record<Goal['type'], Step>> = {
  'move-key': 'change',
  undo: 'backups',
  explain: 'explanation',
};

export interface Errand {
  readonly goal: Goal;
  readonly step: Step;
  /** What is waited for: something to show, or the change itself. */
  readonly waiting: 'showing' | 'making' | null;
  /** Newest first; null until they are known. */
  readonly backups: readonly BackupView[] | null;
  /** The backup whose difference was asked for last. */
  readonly chosen: string | null;
  readonly change: ChangeView | null;
  readonly explained: ExplainView | null;
  /** How many backups still hold a key that has been moved. */
  readonly held: number;
  readonly failure: FailureView | null;
  /** Whether the rows are shown in its place until the popover opens again. */
  readonly aside: boolean;
}

export type ErrandChange =
  | { type: 'begin'; goal: Goal }
  | { type: 'backups'; backups: readonly BackupView[] }
  | { type: 'choose'; id: string }
  | { type: 'shown'; change: ChangeView }
  | { type: 'explained'; explained: ExplainView }
  | { type: 'ask-again' }
  | { type: 'make' }
  | { type: 'failed'; failure: FailureView }
  | { type: 'held'; count: number }
  | { type: 'back' }
  | { type: 'end'; outcome: Outcome };

/** What came of an errand, for the line above the rows. */
export type Outcome =
  | { type: 'moved'; name: string }
  | { type: 'purged'; name: string; count: number }
  | { type: 'kept'; name: string; count: number }
  | { type: 'undone'; taken: string | null };

export function reduceErrand(errand: Errand | null, change: ErrandChange): Errand | null {
  if (change.type === 'begin') return begun(errand, change.goal);
  if (errand === null) return null;
  switch (change.type) {
    case 'backups':
      return { ...errand, backups: newestFirst(change.backups), waiting: null };
    case 'choose':
      return { ...asking(errand), step: 'change', chosen: change.id };
    case 'shown':
      return { ...errand, change: change.change, waiting: null };
    case 'explained':
      return { ...errand, explained: change.explained, waiting: null };
    case 'ask-again':
      return asking(errand);
    case 'make':
      return { ...errand, waiting: 'making', failure: null };
    case 'failed':
      return { ...errand, waiting: null, failure: change.failure };
    case 'held':
      return { ...errand, step: 'purge', held: change.count, waiting: null };
    case 'back':
      return stepBack(errand);
    case 'end':
      return null;
  }
}

/** Whether the difference has a line that goes or comes. */
export function changesSomething({ lines }: ChangeView): boolean {
  return lines.some(({ kind }) => kind === 'added' || kind === 'removed');
}

/** Whether what is shown may be made now. */
export function isReady({ step, change, failure }: Errand): boolean {
  return step === 'change' && change !== null && failure === null && changesSomething(change);
}

/** When the backup was taken that would be brought back. */
export function takenOf({ change, backups, chosen }: Errand): string | null {
  const backup = change?.backup ?? backups?.find(({ id }) => id === chosen);
  return backup?.taken ?? null;
}

/** What is left of an errand when the popover opens: only what must not be lost. */
export function onOpening(errand: Errand | null, name: string | null): Errand | null {
  if (errand === null) return null;
  const unfinished = errand.waiting === 'making' || errand.step === 'purge';
  return unfinished ? { ...errand, aside: name !== null } : null;
}

function begun(before: Errand | null, goal: Goal): Errand {
  // What is being made cannot be left: it comes back to the front.
  if (before?.waiting === 'making') return { ...before, aside: false };
  return {
    goal,
    step: FIRST_STEPS[goal.type],
    waiting: 'showing',
    backups: null,
    chosen: null,
    change: null,
    explained: null,
    held: 0,
    failure: null,
    aside: false,
  };
}

/** A ticket is good for one difference: an old one is not shown while a new one is asked for. */
function asking(errand: Errand): Errand {
  return { ...errand, waiting: 'showing', change: null, failure: null };
}

function stepBack(errand: Errand): Errand | null {
  if (errand.waiting === 'making') return errand;
  const fromList = errand.step === 'change' && errand.goal.type === 'undo';
  if (!fromList) return null;
  return { ...errand, step: 'backups', waiting: null, change: null, failure: null };
}

function newestFirst(backups: readonly BackupView[]): BackupView[] {
  return [...backups].sort((a, b) => Date.parse(b.taken) - Date.parse(a.taken));
}
