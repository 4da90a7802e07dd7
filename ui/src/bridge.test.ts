import { expect, test } from 'vitest';

import { failureFrom } from './bridge';
import { codeRejected } from './bridge/boards';
import { t } from './messages';

test('a failure passes as it is', () => {
  expect(failureFrom(codeRejected, t.unexpected)).toBe(codeRejected);
});

test.each([
  [new Error('plugin not found'), 'plugin not found'],
  ['command board not allowed', 'command board not allowed'],
  [undefined, 'undefined'],
])('%s is told with its raw text behind it', (reason, detail) => {
  const failure = { code: 'internal', ...t.unexpected, detail, requestId: null };
  expect(failureFrom(reason, t.unexpected)).toEqual(failure);
});
