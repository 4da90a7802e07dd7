/** What is wrong with a typed access key, field by field; AWS has the last word later. */

import type { CallerView } from './bindings/CallerView';
import type { KeyForm, KeyToFind } from './bridge';
import { t } from './messages';

/** Fields as typed, already without surrounding blanks. */
export interface Typed {
  name: string;
  accessKeyId: string;
  secret: string;
  serial: string;
  region: string;
  target: string;
}

export type Field = keyof Typed;

export type Errors = Partial<Record<Field, string>>;

/** The durations that are offered, in seconds. */
export const DURATIONS = [3600, 28_800, 43_200, 129_600] as const;
export const USUAL_DURATION = 43_200;

const PROFILE_NAME = /^[^\s[\]"'#;=\\]+$/;
const DEVICE = /^(arn:aws[a-z-]*:iam::\d{12}:(mfa|u2f)\/[\w+=/:,.@-]+|[\w+=/:,.@-]{6,256})$/;

export function errorsIn(typed: Typed): Errors {
  const { name, accessKeyId, secret, serial, region, target } = typed;
  const words = t.addErrors;
  const errors: Errors = {};
  if (name === '') errors.name = words.nameMissing;
  else if (!isProfileName(name)) errors.name = words.nameBad;
  if (accessKeyId === '') errors.accessKeyId = words.keyIdMissing;
  else if (accessKeyId.startsWith('ASIA')) errors.accessKeyId = words.keyIdTemporary;
  else if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) errors.accessKeyId = words.keyIdBad;
  if (secret === '') errors.secret = words.secretMissing;
  else if (/\s/.test(secret)) errors.secret = words.secretBad;
  if (serial !== '' && !isDevice(serial)) errors.serial = words.serialBad;
  if (region !== '' && !isRegion(region)) errors.region = words.regionBad;
  if (target !== '' && !isProfileName(target)) errors.target = words.targetBad;
  return errors;
}

export function isProfileName(text: string): boolean {
  return PROFILE_NAME.test(text);
}

export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text);
}

/** Whether a text can be a device's ARN or serial number. */
export function isDevice(serial: string): boolean {
  // An ARN that is not quite one would pass for a serial number.
  const looksLikeArn = serial.toLowerCase().startsWith('arn:');
  return (
    DEVICE.test(serial) && (!looksLikeArn || /^arn:[^:]*:iam::\d{12}:(mfa|u2f)\//.test(serial))
  );
}

/** What is wrong with the fields that a search for the device needs. */
export function errorsToFind(typed: Typed): Errors {
  const { accessKeyId, secret, region } = errorsIn(typed);
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(secret === undefined ? {} : { secret }),
    ...(region === undefined ? {} : { region }),
  };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** The key as the core takes it to look for its devices. */
export function asKeyToFind(typed: Typed): KeyToFind {
  const { name, accessKeyId, secret, region } = typed;
  return { name, accessKeyId, secret, region: orNull(region) };
}

/** The form as the core takes it: what was left empty is null. */
export function asForm(
  typed: Typed,
  duration: number | null,
  caller: CallerView | null = null,
): KeyForm {
  return {
    name: typed.name,
    accessKeyId: typed.accessKeyId,
    secret: typed.secret,
    serial: orNull(typed.serial),
    region: orNull(typed.region),
    target: orNull(typed.target),
    duration,
    caller,
  };
}
