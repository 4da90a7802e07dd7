import { expect, test } from 'vitest';

import { sizes } from '../page-size.js';

type Bundle = Parameters<typeof sizes>[0];
type Chunk = Partial<Extract<Bundle[string], { type: 'chunk' }>>;

/** Text that hardly compresses, so that each file weighs what it is long. */
function noise(length: number): string {
  let seed = length;
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCodePoint(33 + (seed % 90));
  }).join('');
}

const chunk = (fileName: string, length: number, rest: Chunk = {}): Bundle => ({
  [fileName]: {
    type: 'chunk',
    fileName,
    code: noise(length),
    isEntry: false,
    facadeModuleId: null,
    imports: [],
    dynamicImports: [],
    ...rest,
  },
});

test('everything that the desktop may load counts, the boards for browsers do not', () => {
  const document: Bundle = {
    'index.html': { type: 'asset', fileName: 'index.html', source: noise(1000) },
  };
  const whole = {
    ...document,
    ...chunk('main.js', 2000, {
      isEntry: true,
      imports: ['shared.js'],
      dynamicImports: ['demo.js', 'german.js'],
    }),
    ...chunk('shared.js', 4000, { imports: ['main.js'] }),
    ...chunk('german.js', 8000),
    ...chunk('demo.js', 16_000, { facadeModuleId: '/ui/src/bridge/demo.ts', imports: ['walk.js'] }),
    ...chunk('walk.js', 3000),
  };
  const of = (length: number): number => sizes(chunk('x.js', length, { isEntry: true })).page;
  expect(sizes(whole)).toEqual({
    page: of(1000) + of(2000) + of(4000) + of(8000),
    browsers: of(16_000) + of(3000),
  });
});
