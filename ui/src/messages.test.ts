import { describe, expect, test } from 'vitest';

import { catalogues, choose, type Messages, t, wanted } from './messages';
import { de } from './messages/de';
import { en } from './messages/en';

/** Sentences of which another language may say the same. */
const SAME: ReadonlySet<string> = new Set([
  'direction',
  'onDay',
  'product',
  'add.name',
  'add.region',
  'add.optional',
  'details',
  'seconds',
  'minutes',
  'hours',
  'said.problem',
  'settings.addReminderHint',
  'settings.example',
  'settings.start',
  'settings.systemLanguage',
  'settings.themes.system',
  'settings.version',
  'edit.region',
]);

type Leaf = string | ((...filled: never[]) => string);

/** Every sentence of a catalogue by its path. */
function leaves(part: object, path = ''): [string, Leaf][] {
  return Object.entries(part).flatMap(([key, value]: [string, Leaf | object]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return typeof value === 'object' ? leaves(value, at) : [[at, value] as [string, Leaf]];
  });
}

/** The sentence with each gap filled: once with numbers of one, once with several, once with words. */
function spoken(leaf: Leaf): string[] {
  if (typeof leaf === 'string') return [leaf];
  const filled = leaf as (...values: (number | string)[]) => string;
  const names = ['alpha', 'beta'].slice(0, leaf.length);
  const count = (value: number): number[] => names.map(() => value);
  return [filled(...names), filled(...count(1)), filled(...count(7))];
}

const english = new Map(leaves(en));

describe.each([...catalogues])('%s', (tag, catalogue: Messages) => {
  const sentences = leaves(catalogue);

  test('has the keys of every other catalogue', () => {
    expect(sentences.map(([key]) => key).sort()).toEqual([...english.keys()].sort());
    expect(catalogue.language.toLowerCase()).toBe(tag);
    expect(Intl.DateTimeFormat.supportedLocalesOf(catalogue.language)).toHaveLength(1);
    expect(['ltr', 'rtl']).toContain(catalogue.direction);
  });

  test.each(sentences)('%s is filled in', (key, leaf) => {
    const of = english.get(key) ?? '';
    expect(typeof leaf).toBe(typeof of);
    for (const sentence of spoken(leaf)) {
      expect(sentence.trim()).not.toBe('');
      expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
    }
    if (typeof of === 'string') return;
    // Whatever English fills in, every language does.
    const [told = ''] = spoken(leaf);
    const [original = ''] = spoken(of);
    for (const name of ['alpha', 'beta']) {
      expect(told.includes(name), `${told} names ${name}`).toBe(original.includes(name));
    }
  });
});

const others = [...catalogues].filter(([, catalogue]) => catalogue !== en);

describe.each(others)('%s', (_, catalogue: Messages) => {
  const own = leaves(catalogue).filter(([key]) => !SAME.has(key));

  test.each(own)('%s is not left in English', (key, leaf) => {
    const of = english.get(key) ?? '';
    expect(spoken(leaf)[0]).not.toBe(spoken(of)[0]);
  });
});

describe('choosing', () => {
  test('German is there', () => {
    expect(catalogues.get('de')).toBe(de);
  });

  test.each([
    ['the first of the system that is known', ['fr-FR', 'de-AT', 'en-US'], de],
    ['by its tag whatever the case', ['DE'], de],
    ['English before German where it comes first', ['en-GB', 'de'], en],
    ['English where none is known', ['fr', 'x-klingon', ''], en],
    ['English where nothing is asked for', [], en],
  ])('%s', (_, languages, expected) => {
    expect(choose(languages)).toBe(expected);
  });

  test.each([
    ['?lang=de', ['en-US'], de],
    ['?theme=dark&lang=de', ['en-US'], de],
    ['?lang=en', ['de-DE'], en],
    ['?theme=dark', ['de-DE'], de],
    ['?lang=fr', ['de-DE'], de],
    ['', ['de-DE'], de],
  ])('an address with "%s" on a system that speaks %s', (search, languages, expected) => {
    expect(choose(wanted(search, languages))).toBe(expected);
  });

  test('these tests run in English', () => {
    expect(t).toBe(en);
  });
});
