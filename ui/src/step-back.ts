/** What Escape means: one step back, from the innermost thing that is open to the popover itself. */

import type { Intent } from './intent';
import { shownPage } from './standing';
import { isBusy, type State } from './state';

/** The popover hides; a form leaves, and asks first where something was typed; or a wish. */
export type StepBack = { type: 'hide' } | { type: 'leave-form' } | Intent;

/** `addingHolds`: whether the form for a new key holds something typed. */
export function stepBack(state: State, addingHolds: boolean): StepBack {
  const { menu, removing, search, selected, errand, takingOver } = state;
  const shown = shownPage(state);
  if (shown === 'settings') return { type: 'settings', open: false };
  if (shown === 'editing') return { type: 'leave-form' };
  // A secret that was typed is not typed twice: the form waits.
  if (shown === 'adding') return addingHolds ? { type: 'hide' } : { type: 'close-form' };
  if (shown === 'errand') {
    // What is being made cannot be taken back: it goes on without being looked at.
    const isMaking = errand?.waiting === 'making';
    return isMaking ? { type: 'hide' } : { type: 'errand', wish: { type: 'back' } };
  }
  if (removing !== null) return { type: 'ask-remove', name: null };
  if (menu !== null) return { type: 'menu', name: null };
  if (selected !== null && isBusy(state, selected)) return { type: 'cancel', name: selected };
  if (takingOver !== null && takingOver === selected) return { type: 'take-over', name: null };
  return search === '' ? { type: 'hide' } : { type: 'search', text: '' };
}
