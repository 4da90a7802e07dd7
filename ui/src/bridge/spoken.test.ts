/** The scripted boards in another language. */

import { describe, expect, test } from 'vitest';

import { NOW } from '../test-page';
import { boards, Script } from './boards';
import { backupsOf, changedMeanwhile, keyMove, undoOf } from './changes';
import { demoBridge } from './demo';
import { devicesOf, guessFor } from './devices';
import { explanationOf } from './explanations';
import * as failures from './failures';
import { badFile } from './settings';
import { sayIn, sayWith, spoken, translated } from './spoken';

describe('a sentence', () => {
  const say = sayWith({
    'No key is called “{}” here.': 'Keine Taste heißt hier „{0}“.',
    '{} is one of {}.': '{1} hat {0}.',
    '{} in the file': '{0} in der Datei',
    '{} keys in the file': { one: '{0} Schlüssel', other: '{0} Schlüssel in der Datei' },
    '{}': 'Unsinn: {0}',
    'a tick': 'ein Haken',
  });

  test.each([
    ['No key is called “Q (the key)” here.', 'Keine Taste heißt hier „Q (the key)“.'],
    ['Ana is one of three.', 'three hat Ana.'],
    ['3 keys in the file', '3 Schlüssel in der Datei'],
    ['a tick in the file', 'ein Haken in der Datei'],
    ['Nobody has this.', 'Nobody has this.'],
  ])('%s', (english, own) => {
    expect(say(english)).toBe(own);
  });

  test('of a language without a catalogue stays', async () => {
    const stay = await sayIn('en');
    expect(stay(failures.unreachable.message)).toBe(failures.unreachable.message);
  });
});

test('every scripted sentence is one of the core, and German says it', async () => {
  const say = await sayIn('de');
  const script = new Script(NOW);
  const heard: string[] = [];
  const missing: string[] = [];
  translated(
    [
      ...Object.values(boards).map((board) => board(script)),
      ...Object.values(failures),
      ...backupsOf(NOW).map((backup) => ({ notes: undoOf(backup, 1).notes })),
      keyMove('prod', 1),
      changedMeanwhile,
      badFile,
      devicesOf('AKIAIOSFODNN7EXAMPLE', NOW),
      guessFor('AKIAIOSFODNN7EXAMPLE', NOW),
      explanationOf('prod'),
    ],
    (sentence) => {
      heard.push(sentence);
      if (sentence !== '' && say(sentence) === sentence) missing.push(sentence);
      return sentence;
    },
  );
  expect(heard.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});

describe('a spoken bridge', () => {
  const shout = (sentence: string): string => sentence.toUpperCase();

  test('says what it answers, and leaves names alone', async () => {
    const board = await spoken(demoBridge('wrong-code'), shout).board();
    expect(board.rows[0]).toMatchObject({
      name: 'prod',
      problem: {
        message: 'AWS DID NOT ACCEPT THIS CODE: IT IS WRONG, TOO OLD, OR WAS USED BEFORE.',
      },
    });
  });

  test('says why it refuses', async () => {
    const bridge = spoken(demoBridge('not-signed-in', 0), shout);
    await expect(bridge.login('prod', '000000', null)).rejects.toMatchObject({
      code: 'code-rejected',
      message: 'AWS DID NOT ACCEPT THIS CODE: IT IS WRONG, TOO OLD, OR WAS USED BEFORE.',
    });
  });

  test('says what it tells later', async () => {
    const bridge = spoken(demoBridge('not-signed-in', 0), shout);
    const told = new Promise((resolve) => {
      void bridge.onBoard((board) => {
        if (board.rows[0]?.problem) resolve(board.rows[0].problem.message);
      });
    });
    await bridge.login('prod', '000000', null).catch(() => undefined);
    expect(await told).toBe(
      'AWS DID NOT ACCEPT THIS CODE: IT IS WRONG, TOO OLD, OR WAS USED BEFORE.',
    );
  });
});
