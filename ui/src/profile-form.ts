/** What is wrong with what was typed for a row, field by field; AWS has the last word later. */

import type { DurationView } from './bindings/DurationView';
import type { ProfileSettingsForm } from './bindings/ProfileSettingsForm';
import type { ProfileSettingsView } from './bindings/ProfileSettingsView';
import { amountIn, amountWords } from './amounts';
import { isDevice, isProfileName, isRegion } from './key-form';
import { t } from './messages';

/** The texts of the form. */
export type Field =
  'serial' | 'region' | 'target' | 'duration' | 'sessionName' | 'externalId' | 'sourceIdentity';

export const FIELDS: readonly Field[] = [
  'serial',
  'duration',
  'region',
  'target',
  'sessionName',
  'externalId',
  'sourceIdentity',
];

/** How a role's session comes: along with its identity's, when asked for, or with a code of its own. */
export type Way = 'along' | 'asked' | 'direct';

export type Texts = Record<Field, string>;

export type Errors = Partial<Record<Field, string>>;

/** The longest that AWS gives a role: with a code of its own, and through a session (AssumeRole). */
const LONGEST_DIRECT = 43_200;
const LONGEST_CHAINED = 3600;

export function wayOf({ refresh, direct }: ProfileSettingsView): Way | null {
  if (refresh === null || direct === null) return null;
  return direct ? 'direct' : refresh ? 'along' : 'asked';
}

/** What is chosen now, as it is typed. */
export function textsOf(view: ProfileSettingsView): Texts {
  const { serial, region, target, duration, sessionName, externalId, sourceIdentity } = view;
  return {
    serial: serial.chosen ?? '',
    region: region.chosen ?? '',
    target: target.chosen ?? '',
    duration: duration.chosen === null ? '' : amountWords(duration.chosen),
    sessionName: sessionName?.chosen ?? '',
    externalId: externalId?.chosen ?? '',
    sourceIdentity: sourceIdentity?.chosen ?? '',
  };
}

/** How long a session may last, reached in this way. */
export function durationIn(view: ProfileSettingsView, way: Way | null): DurationView {
  const isDirect = way === 'direct';
  if (way === null || isDirect === view.direct) return view.duration;
  const longest = isDirect ? LONGEST_DIRECT : LONGEST_CHAINED;
  return { ...view.duration, longest, usual: Math.min(view.duration.usual, longest) };
}

export function errorsIn(texts: Texts, duration: DurationView): Errors {
  const { serial, region, target, sessionName, externalId, sourceIdentity } = texts;
  const { edit: words, addErrors } = t;
  const errors: Errors = {};
  if (serial !== '' && !isDevice(serial)) errors.serial = addErrors.serialBad;
  if (region !== '' && !isRegion(region)) errors.region = addErrors.regionBad;
  if (target !== '' && !isProfileName(target)) errors.target = addErrors.targetBad;
  const long = durationError(texts.duration, duration);
  if (long !== null) errors.duration = long;
  if (sessionName !== '' && !isName(sessionName)) errors.sessionName = words.sessionNameBad;
  if (sourceIdentity !== '' && !isName(sourceIdentity))
    errors.sourceIdentity = words.sessionNameBad;
  // Limits of AssumeRole: ExternalId has two characters more to choose from.
  if (externalId !== '' && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId))
    errors.externalId = words.externalIdBad;
  return errors;
}

/** What is wrong with a duration as typed. */
export function durationError(text: string, { shortest, longest }: DurationView): string | null {
  if (text === '') return null;
  const seconds = amountIn(text, 3600);
  if (seconds === null) return t.edit.durationBad;
  if (seconds >= shortest && seconds <= longest) return null;
  return t.edit.durationOut(amountWords(shortest), amountWords(longest));
}

/** RoleSessionName and SourceIdentity (AssumeRole). */
function isName(text: string): boolean {
  return /^[\w+=,.@-]{2,64}$/.test(text);
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** The form as the core takes it: what was left empty is null. */
export function asForm(name: string, texts: Texts, way: Way | null): ProfileSettingsForm {
  return {
    name,
    serial: orNull(texts.serial),
    region: orNull(texts.region),
    target: orNull(texts.target),
    duration: texts.duration === '' ? null : amountIn(texts.duration, 3600),
    refresh: way === null ? null : way !== 'asked',
    direct: way === null ? null : way === 'direct',
    sessionName: orNull(texts.sessionName),
    externalId: orNull(texts.externalId),
    sourceIdentity: orNull(texts.sourceIdentity),
  };
}
