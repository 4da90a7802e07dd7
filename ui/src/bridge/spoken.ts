/**
 * A scripted board in the page's language.
 *
 * In the desktop the core says its sentences in the chosen language. The scripts hold the English ones;
 * here they are found again among the core's templates and said as its catalogue says them.
 */

import type { Bridge } from '../bridge';

/** From each English template of the core (`{}` or `{0}` is filled in) to the language's own. */
export type Templates = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What a sentence is in a language. */
export type Say = (sentence: string) => string;

/** Where an answer holds sentences of the core; the rest are names, paths and AWS's own words. */
const SENTENCES = new Set(['message', 'hint', 'note', 'notes', 'reason', 'shadow', 'change']);

const CATALOGUES = import.meta.glob<{ texts: Templates }>(
  '../../../src-tauri/core/src/languages/*.json',
  { import: 'default' },
);

/** Says a sentence in the language of this tag; one that its catalogue has not stays as it is. */
export async function sayIn(tag: string): Promise<Say> {
  const load = Object.entries(CATALOGUES).find(([path]) => path.endsWith(`/${tag}.json`))?.[1];
  return load === undefined ? (sentence) => sentence : sayWith((await load()).texts);
}

interface Pattern {
  english: RegExp;
  own: string;
  /** How much of the template is not filled in: of two that fit, the one that says more is meant. */
  said: number;
}

/** Says a sentence by the templates that it may have been made from. */
export function sayWith(templates: Templates): Say {
  const patterns = Object.entries(templates)
    .map(([english, own]) =>
      pattern(english, typeof own === 'string' ? own : (own.other ?? english)),
    )
    .filter(({ said }) => said > 0)
    .sort((one, other) => other.said - one.said);
  const say: Say = (sentence) => {
    for (const { english, own } of patterns) {
      const found = english.exec(sentence);
      // What is filled in may be a sentence of its own.
      if (found !== null) return filled(own, found.slice(1).map(say));
    }
    return sentence;
  };
  return say;
}

function pattern(english: string, own: string): Pattern {
  const parts = english.split(/\{\d*\}/);
  const said = parts.join('').replace(/[^\p{L}]/gu, '').length;
  // What says little, such as “{} min”, would fit nearly everything: it is filled with numbers alone.
  const gap = said < 6 ? '([^\\p{L}]+)' : '(.+)';
  const source = parts.map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join(gap);
  return { english: new RegExp(`^${source}$`, 'su'), own, said };
}

function filled(template: string, parts: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (gap, index: string) => parts[Number(index)] ?? gap);
}

/** The same bridge, but what it answers is said in that language. */
export function spoken(bridge: Bridge, say: Say): Bridge {
  /** Whoever listens hears it said, too. */
  const hearing = (given: unknown): unknown =>
    typeof given === 'function'
      ? (told: unknown): unknown => Reflect.apply(given, undefined, [translated(told, say)])
      : given;
  return new Proxy(bridge, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        try {
          return translated(await Reflect.apply(member, target, given.map(hearing)), say);
        } catch (reason) {
          throw translated(reason, say);
        }
      };
    },
  });
}

/** A copy of plain data, with the sentences in it said. */
export function translated(data: unknown, say: Say, key = ''): unknown {
  if (typeof data === 'string') return SENTENCES.has(key) ? say(data) : data;
  if (Array.isArray(data)) return data.map((each) => translated(each, say, key));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, translated(value, say, name)]),
  );
}
