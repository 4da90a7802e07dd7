/** What stands in the popover: the rows, or a page in their place. Pure. */

import type { State } from './state';

/** How a form stands. Set aside it keeps what was typed. */
export type Standing = 'closed' | 'open' | 'aside';

/** The forms that can hold typed text. */
export type Form = 'settings' | 'adding' | 'editing';

export const FORMS: readonly Form[] = ['settings', 'adding', 'editing'];

export type Shown = Form | 'errand' | 'rows';

/** The page that is seen: the first that is open lies over the others. */
export function shownPage(state: State): Shown {
  const form = FORMS.find((each) => state[each] === 'open');
  if (form !== undefined) return form;
  return state.errand?.aside === false ? 'errand' : 'rows';
}

/** Whether the rows are shown: nothing else stands in their place. */
export function rowsShown(state: State): boolean {
  return shownPage(state) === 'rows';
}

interface Opening {
  name: string | null;
  settings: boolean;
  holding: readonly Form[];
}

/** When the popover opens, only what holds typed text is left, and it makes way for a row. */
export function formsOnOpening(
  state: State,
  { name, settings, holding }: Opening,
): Record<Form, Standing> {
  const standing = (form: Form): Standing => {
    if (!holding.includes(form) || state[form] === 'closed') return 'closed';
    return name === null ? 'open' : 'aside';
  };
  return {
    settings: settings ? 'open' : standing('settings'),
    adding: standing('adding'),
    editing: standing('editing'),
  };
}

/** The form of a row. One that was set aside holds typed text: it comes back first. */
export function editing(
  { editing: before, editingName }: State,
  name: string | null,
): Pick<State, 'editing' | 'editingName'> {
  if (name === null) return { editing: 'closed', editingName: '' };
  return { editing: 'open', editingName: before === 'aside' ? editingName : name };
}
