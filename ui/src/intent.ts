/** What a person wants, as the parts of the page tell it to the root. */

import type { ErrandWish } from './errands';

export type Intent =
  | { type: 'select'; name: string }
  | { type: 'submit'; name: string; code: string | null }
  | { type: 'cancel'; name: string }
  | { type: 'menu'; name: string | null }
  | { type: 'end-session'; name: string }
  | { type: 'test'; name: string }
  | { type: 'copy'; name: string; text: string }
  | { type: 'copy-environment'; name: string }
  | { type: 'open-console'; name: string }
  | { type: 'ask-remove'; name: string | null }
  | { type: 'remove'; name: string }
  | { type: 'add-key'; name: string | null }
  | { type: 'key-saved'; name: string }
  | { type: 'close-form' }
  | { type: 'settings'; open: boolean }
  | { type: 'edit'; name: string | null }
  | { type: 'edited'; name: string }
  | { type: 'sign-in-again'; name: string }
  | { type: 'try-demo' }
  | { type: 'pin'; pinned: boolean }
  | { type: 'take-over'; name: string | null }
  | { type: 'errand'; wish: ErrandWish }
  | { type: 'search'; text: string }
  | { type: 'reload' };

export const INTENT = 'intent';

declare global {
  interface HTMLElementEventMap {
    intent: CustomEvent<Intent>;
  }
}

/** Sends an intent up to the root of the page. */
export function express(from: HTMLElement, detail: Intent): void {
  from.dispatchEvent(new CustomEvent(INTENT, { detail, bubbles: true }));
}
