/** Chooses the catalogue that every word on the page comes from. */

import { en } from './messages/en';

/** A part of a catalogue with other words in it. */
type Translated<Part> = Part extends string
  ? string
  : Part extends (...filled: infer Filled) => string
    ? (...filled: Filled) => string
    : { readonly [Key in keyof Part]: Translated<Part[Key]> };

/** The shape of a catalogue: plain sentences, and functions where something is filled in. */
export type Messages = Translated<typeof en>;

/** A file of `messages/`: named by its language's tag, it exports one catalogue. */
type CatalogueFile = Readonly<Record<string, Messages>>;

const files = import.meta.glob<CatalogueFile>('./messages/*.ts', { eager: true });

/** Every language there is a catalogue for, by its tag in small letters. */
export const catalogues: ReadonlyMap<string, Messages> = new Map(
  Object.values(files)
    .flatMap((file) => Object.values(file))
    .map((catalogue) => [catalogue.language.toLowerCase(), catalogue]),
);

/** The first language asked for that there is a catalogue for; English otherwise. */
export function choose(languages: readonly string[]): Messages {
  for (const language of languages) {
    const tag = language.toLowerCase();
    const found = catalogues.get(tag) ?? catalogues.get(tag.split('-')[0] ?? '');
    if (found) return found;
  }
  return en;
}

/** The languages of a page: the one chosen in its address, then those of the system. */
export function wanted(search: string, languages: readonly string[]): readonly string[] {
  const chosen = new URLSearchParams(search).get('lang');
  return chosen === null ? languages : [chosen, ...languages];
}

export const t = choose(wanted(location.search, navigator.languages));
