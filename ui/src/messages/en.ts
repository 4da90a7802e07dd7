import type { RowState } from '../bindings/RowState';
import { edit, settings } from './settings/en';

/** Counts in words: `plural(2, 'day')` is "2 days". */
function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const states: Readonly<Record<RowState, string>> = {
  'not-signed-in': 'Not signed in',
  'signing-in': 'Signing in…',
  active: 'Signed in',
  'ending-soon': 'Ends soon',
  'unknown-end': 'End unknown',
  ended: 'Ended',
  problem: 'Needs attention',
};

/** English. */
export const en = {
  language: 'en',
  direction: 'ltr',

  product: 'Daypass',
  demo: 'Demo account',
  pin: 'Keep open',
  unpin: 'Let it close by itself',
  identities: 'Identities',
  others: 'Made by other tools',
  rolesOf: (name: string) => `Roles of ${name}`,

  reading: 'Reading the AWS files…',

  // States and time.
  states,
  until: (when: string) => `Until ${when}`,
  endsBy: (when: string) => `End unknown, ${when} at the latest`,
  renewsItself: 'Renews itself',
  by: (maker: string) => `by ${maker}`,
  tomorrow: (time: string) => `tomorrow ${time}`,
  today: (time: string) => `today, ${time}`,
  yesterday: (time: string) => `yesterday, ${time}`,
  onDay: (day: string, time: string) => `${day}, ${time}`,
  left: (amount: string) => `${amount} left`,
  endedJustNow: 'Ended just now',
  endedAgo: (amount: string) => `Ended ${amount} ago`,
  days: (days: number, hours: number) => (hours === 0 ? `${days} d` : `${days} d ${hours} h`),
  hours: (hours: number, minutes: number) =>
    minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`,
  minutes: (minutes: number) => `${minutes} min`,
  seconds: (seconds: number) => `${seconds} s`,
  daysAgo: (days: number) => plural(days, 'day'),

  // A row.
  endpoint: 'Codes go to',
  covers: (profiles: number) => `1 code covers ${profiles} profiles`,
  rowMenu: (name: string) => `Actions for ${name}`,

  // The code field.
  codeFrom: (device: string) => `Code from ${device}`,
  codePlain: 'Token code',
  codeFor: (name: string) => `for ${name}`,
  renewFrom: (device: string) => `Renew with a code from ${device}`,
  renewPlain: 'Renew with a token code',
  tooManyDigits: 'A token code has six digits. Nothing was sent.',
  windowLeft: (seconds: number) =>
    `The device’s current code lasts ${plural(seconds, 'more second')}`,
  nextCode: (seconds: number) => `Next code in ${seconds} s`,
  codeUsed: (seconds: number) =>
    `That code has been used. The next one comes in ${seconds}\u00a0s.`,
  codeHeld: (seconds: number) => `The last code has been used. Yours is sent in ${seconds}\u00a0s.`,
  codeUsedSaid: 'That code has been used. Wait for the next one.',
  codeHeldSaid: 'The last code has been used. Yours is sent as soon as the next one comes.',
  signingIn: 'Signing in…',
  cancel: 'Cancel',
  startSession: 'Start session',
  renewSession: 'Renew session',
  assumeRole: 'Assume role',
  renewRole: 'Assume role again',
  demoShows: 'Demo device shows',
  demoFill: 'Fill in',

  // A row's menu.
  endSession: 'End session',
  copyExport: (target: string) => `Copy export AWS_PROFILE=${target}`,
  copyEnvironment: 'Copy as environment variables',
  openConsole: 'Open the AWS console',
  openingConsole: 'Opening the AWS console…',
  testSession: 'Test session',
  testing: 'Asking AWS…',
  moveKey: 'Move key to keyring…',
  removeKey: 'Remove key…',
  removeQuestion: (name: string) => `Remove the access key of ${name} from the keyring?`,
  removeGoes: 'The key leaves the keyring, and what was set for it here goes along.',
  removeStays: 'At AWS the key stays valid.',
  removeStaysRunning: (target: string) =>
    `The session in “${target}” stays until it ends, or until it is ended here. At AWS the key stays valid.`,
  remove: 'Remove key',
  keep: 'Keep it',
  removeNot: (name: string) => `The access key of ${name} stands in the AWS files`,
  removeNotMeaning:
    'Daypass removes no long-term key from a file. Take its section out with an editor, or move the key to the keyring first.',
  close: 'Close',
  signIn: 'Sign in',
  signInAgain: 'Sign in again',
  factTarget: 'Profile',
  factMaker: 'Made by',
  factKey: 'Key',
  factDevice: 'Device',
  factPlan: 'Access',
  plan: {
    until: (length: string, until: string) =>
      `Through the session: no further code, ${length} at a time, renewed by itself until ${until}.`,
    whileItLasts: (length: string) =>
      `Through the session: no further code, ${length} at a time, renewed by itself while the session lasts.`,
    onDemand: (length: string) =>
      `Through the session: no further code, ${length} at a time, renewed when you ask.`,
    direct: (length: string) => `Directly: one code for ${length}, not renewed.`,
  },
  keys: { keyring: 'In the system keyring', file: 'In the AWS files', none: 'None' },
  copied: 'Copied',
  copiedForAMinute: 'Copied, and gone from the clipboard in a minute',
  testWorks: (arn: string) => `Works. AWS says: ${arn}`,

  // Failures.
  details: 'Details',
  copyDetails: 'Copy',
  requestId: 'Request id',
  tryAgain: 'Try again',
  addItsKey: 'Add its access key',
  takeOver: 'Take it over',
  takingOver: (target: string) =>
    `Your next sign-in replaces the session of the other program in “${target}”.`,
  takingOverNot: 'Leave it alone',
  unexpected: {
    message: 'The page got an answer it does not know.',
    hint: 'Open Daypass again; if it comes back, report it with the details.',
  },
  copyFailed: {
    message: 'The clipboard could not be written.',
    hint: 'Select the text and copy it by hand.',
  },

  // The empty board.
  emptyTitle: 'No access key with MFA yet',
  emptyLooked: 'Daypass looked in',
  addKey: 'Add an access key',
  tryDemo: 'Try the demo account',
  demoMeaning: 'The demo runs on this machine and touches none of your files.',

  // The settings, and the form to edit a row.
  settings,
  edit,

  // Search.
  search: 'Search',
  nothingFound: (text: string) => `Nothing matches “${text}”.`,

  // Adding an access key.
  add: {
    title: 'Add an access key',
    intro: 'The secret goes to the system keyring and is not shown again.',
    name: 'Name',
    accessKeyId: 'Access key id',
    secret: 'Secret access key',
    serial: 'MFA device',
    serialHint: 'arn:aws:iam::ACCOUNT:mfa/NAME',
    serialMeaning: 'The ARN from the IAM console, or a hardware serial number.',
    duration: 'A session lasts',
    region: 'Region',
    regionHint: 'us-east-1',
    target: 'Target profile',
    targetHint: 'same as the name',
    optional: 'optional',
    submit: 'Add key',
    saving: 'Adding…',
    secretGone: 'The secret was cleared from the form: type it once more.',
  },
  find: {
    button: 'Find my MFA device',
    looking: 'Asking AWS…',
    owner: (user: string | null, account: string | null) =>
      `The key works. It is ${user ?? 'a user'}’s${account === null ? '' : `, in account ${account}`}.`,
    none: 'AWS knows no MFA device of this user.',
    take: 'Use',
    confirm: 'Yes, it is',
    kinds: {
      virtual: 'authenticator app',
      hardware: 'hardware token',
      'security-key': 'passkey or security key',
    },
  },
  addErrors: {
    nameMissing: 'Give it a name.',
    nameBad: 'A name has no spaces, brackets or quotes.',
    keyIdMissing: 'Type the access key id.',
    keyIdTemporary: 'This is a temporary key: use a long-term one, which begins with AKIA.',
    keyIdBad: 'An access key id is 16 to 128 capital letters and digits, such as AKIA….',
    secretMissing: 'Type the secret access key.',
    secretBad: 'A secret access key has no spaces.',
    serialBad: 'Use the device’s ARN, arn:aws:iam::ACCOUNT:mfa/NAME, or its serial number.',
    regionBad: 'A region looks like us-east-1.',
    targetBad: 'A profile’s name has no spaces, brackets or quotes.',
  },

  // A change of the credentials file, shown before it is made.
  back: 'Back',
  change: {
    difference: 'The difference',
    removed: 'Removed:',
    added: 'Added:',
    gap: 'Lines that stay are left out.',
    reading: 'Reading the file…',
    nothing: 'This changes nothing: the file already reads this way.',
  },
  move: {
    title: 'Move key to keyring',
    meaning: (name: string) =>
      `The access key of “${name}” goes to the system keyring and leaves this file.`,
    confirm: 'Move key',
    making: 'Moving…',
    moved: (name: string) => `The key of “${name}” is in the system keyring now.`,
  },
  explain: {
    open: 'Why isn’t it used?',
    title: (profile: string) => `Who uses what of “${profile}”`,
    meaning:
      'What AWS’s tools do when they are given this profile by name. Daypass looks at both files and at the environment that it was started with; your shell may have another, and there daypass explain tells.',
    readers: 'AWS’s tools',
    change: 'What to change',
    all: 'All of them',
    fineOurs: 'All of them use the session that Daypass wrote.',
    notOurs: 'Not all of them use the session that Daypass wrote.',
    fineOthers: 'All of them find credentials. Daypass has written none to this very profile.',
    notFound: 'Not all of them find credentials. Daypass has written none to this very profile.',
    uses: 'uses what Daypass wrote',
    usesNot: 'does not use what Daypass wrote',
  },
  undo: {
    open: 'Undo a change…',
    title: 'Undo a change',
    intro:
      'Go back to how the credentials file was at one of these times. You see the difference first.',
    list: 'Copies of the file',
    none: 'There is nothing to undo yet: Daypass keeps a copy of the file before it changes it.',
    reasons: {
      day: 'Before the first change of that day',
      structure: 'Before a profile or a key came or went',
    },
    titleSince: (when: string) => `Undo changes since ${when}`,
    meaning: 'The file below goes back to how it was then.',
    confirm: 'Undo these changes',
    making: 'Undoing…',
    undone: (when: string) => `The credentials file is as it was ${when}.`,
    undonePlain: 'The credentials file is as it was before.',
  },
  purge: {
    title: 'The key is in the keyring',
    question: (count: number) =>
      count === 1
        ? 'One earlier copy of the file still holds it.'
        : `${count} earlier copies of the file still hold it.`,
    remove: (count: number) =>
      count === 1
        ? 'Delete the backup that holds this key'
        : `Delete the ${count} backups that hold this key`,
    removeMeaning:
      'Nobody can read the key there any more, and these copies cannot be brought back.',
    keep: (count: number) => (count === 1 ? 'Keep it' : 'Keep them'),
    keepMeaning: 'The key stays readable in these copies until newer ones take their place.',
    making: 'Deleting…',
    removed: (name: string, count: number) =>
      `The key of “${name}” is only in the system keyring now. ${plural(count, 'backup')} deleted.`,
    kept: (name: string, count: number) =>
      `The key of “${name}” is in the system keyring now. ${plural(count, 'backup')} kept.`,
  },

  // What a screen reader hears when something changes.
  said: {
    active: (name: string, until: string) => `${name}: signed in until ${until}.`,
    endingSoon: (name: string) => `${name}: ends soon.`,
    ended: (name: string) => `${name}: the session has ended.`,
    signedOut: (name: string) => `${name}: signed out.`,
    problem: (name: string, sentence: string) => `${name}: ${sentence}`,
  },
};
