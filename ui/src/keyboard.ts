/** What a key means, by where it is pressed. */

/** Where the keyboard is: in a code field, in the search, in another text field, or elsewhere. */
export type Place = 'code' | 'search' | 'text' | 'elsewhere';

export type Meaning =
  | { type: 'digit'; digit: string }
  | { type: 'letter'; letter: string }
  | { type: 'move'; by: 1 | -1 }
  | { type: 'search' }
  | { type: 'first' }
  | { type: 'escape' };

/** Where the keyboard is now. */
export function placeOf(active: Element | null): Place {
  if (!(active instanceof HTMLInputElement)) return 'elsewhere';
  if (active.dataset.testid === 'code-input') return 'code';
  return active.type === 'search' ? 'search' : 'text';
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

/** The meaning of a key press for the whole page; null leaves it to the browser. */
export function meaning(press: Press, place: Place): Meaning | null {
  if (isFind(press) && place !== 'text') return { type: 'search' };
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  if (press.key === 'Escape') return { type: 'escape' };
  if (place === 'text') return null;
  if (press.key === 'ArrowDown') return { type: 'move', by: 1 };
  if (press.key === 'ArrowUp') return { type: 'move', by: -1 };
  if (place === 'search') return press.key === 'Enter' ? { type: 'first' } : null;
  if (press.key === '/') return { type: 'search' };
  // A code field takes its digits itself; letters never belong to a code.
  if (place === 'elsewhere' && /^[0-9]$/.test(press.key))
    return { type: 'digit', digit: press.key };
  if (/^\p{L}$/u.test(press.key)) return { type: 'letter', letter: press.key };
  return null;
}

/** Ctrl+F, or Cmd+F on a Mac. */
function isFind({ key, ctrlKey, metaKey, altKey, isComposing }: Press): boolean {
  return ctrlKey !== metaKey && !altKey && !isComposing && key.toLowerCase() === 'f';
}

/** Arrow keys that walk through the buttons of a group, round and round, and not through rows. */
export function walkButtons(group: HTMLElement, event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...group.querySelectorAll('button')];
  const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(here + by + buttons.length) % buttons.length]?.focus();
}

/** How long typed letters add up to one name. */
const PAUSE = 1000;

/** Letters typed one after the other. */
export class Letters {
  #text = '';
  #at = 0;

  /** The name typed so far. */
  add(letter: string, now: number): string {
    this.#text = now - this.#at > PAUSE ? letter : this.#text + letter;
    this.#at = now;
    return this.#text;
  }
}
