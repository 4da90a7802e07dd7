import { describe, expect, test } from 'vitest';

import { asForm, errorsIn, errorsToFind, type Field, type Typed } from './key-form';
import { t } from './messages';

const good: Typed = {
  name: 'prod',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  serial: '',
  region: '',
  target: '',
};

describe('what is accepted', () => {
  test.each<[Field, string]>([
    ['name', 'prod-1@corp'],
    ['serial', 'arn:aws:iam::123456789012:mfa/ana'],
    ['serial', 'arn:aws-us-gov:iam::123456789012:mfa/team/ana'],
    ['serial', 'GAHT12345678'],
    ['region', 'us-gov-west-1'],
    ['region', 'eu-central-1'],
    ['target', 'prod-mfa'],
  ])('%s: %s', (field, value) => {
    expect(errorsIn({ ...good, [field]: value })).toEqual({});
  });
});

describe('what is refused, in words', () => {
  const e = t.addErrors;
  test.each<[Field, string, string]>([
    ['name', '', e.nameMissing],
    ['name', 'a b', e.nameBad],
    ['name', 'a]', e.nameBad],
    ['accessKeyId', '', e.keyIdMissing],
    ['accessKeyId', 'ASIAIOSFODNN7EXAMPLE', e.keyIdTemporary],
    ['accessKeyId', 'akia', e.keyIdBad],
    ['secret', '', e.secretMissing],
    ['secret', 'a b', e.secretBad],
    ['serial', 'arn:aws:iam::ACCOUNT:mfa/NAME', e.serialBad],
    ['serial', 'arn:aws:iam::123456789012:user/ana', e.serialBad],
    ['serial', 'short', e.serialBad],
    ['region', 'mars', e.regionBad],
    ['target', '[x]', e.targetBad],
  ])('%s: %j', (field, value, words) => {
    expect(errorsIn({ ...good, [field]: value })).toEqual({ [field]: words });
  });
});

test('what was left empty is null', () => {
  expect(asForm(good, 28_800)).toEqual({
    name: 'prod',
    accessKeyId: good.accessKeyId,
    secret: good.secret,
    serial: null,
    region: null,
    target: null,
    duration: 28_800,
    caller: null,
  });
});

test('a search needs the key alone', () => {
  const words = t.addErrors;
  const typed = { ...good, name: '', serial: 'short', target: '[x]' };
  expect(errorsToFind(typed)).toEqual({});
  expect(errorsToFind({ ...typed, accessKeyId: '', secret: '', region: 'mars' })).toEqual({
    accessKeyId: words.keyIdMissing,
    secret: words.secretMissing,
    region: words.regionBad,
  });
});
