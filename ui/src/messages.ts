/** Chooses the catalogue that every word on the page comes from. */

import { en } from './messages/en';

/** The shape of a catalogue: plain sentences, and functions where something is filled in. */
export type Messages = typeof en;

const catalogues: Readonly<Record<string, Messages>> = { en };

/** The first language asked for that there is a catalogue for; English otherwise. */
export function choose(languages: readonly string[]): Messages {
  for (const language of languages) {
    const base = language.toLowerCase().split('-')[0] ?? '';
    const found = catalogues[base];
    if (found) return found;
  }
  return en;
}

export const t = choose(navigator.languages);
