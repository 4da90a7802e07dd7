import type { RowState } from '../bindings/RowState';
import type { Messages } from '../messages';
import { edit, settings } from './settings/de';

/** `many(2, 'Kopie', 'Kopien')` is "2 Kopien". */
function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

const states: Readonly<Record<RowState, string>> = {
  'not-signed-in': 'Nicht angemeldet',
  'signing-in': 'Anmeldung läuft…',
  active: 'Angemeldet',
  'ending-soon': 'Endet bald',
  'unknown-end': 'Ende unbekannt',
  ended: 'Abgelaufen',
  problem: 'Handlungsbedarf',
};

/** German. It speaks of things to do without addressing anybody: neither "du" nor "Sie". */
export const de: Messages = {
  language: 'de',
  direction: 'ltr',

  product: 'Daypass',
  demo: 'Demokonto',
  pin: 'Offen halten',
  unpin: 'Von selbst schließen lassen',
  identities: 'Identitäten',
  others: 'Von anderen Programmen',
  rolesOf: (name) => `Rollen von ${name}`,
  reading: 'Die AWS-Dateien werden gelesen…',

  // States and time.
  states,
  until: (when) => `Bis ${when}`,
  endsBy: (when) => `Ende unbekannt, spätestens ${when}`,
  renewsItself: 'Erneuert sich selbst',
  by: (maker) => `von ${maker}`,
  tomorrow: (time) => `morgen ${time}`,
  today: (time) => `heute, ${time}`,
  yesterday: (time) => `gestern, ${time}`,
  onDay: (day, time) => `${day}, ${time}`,
  left: (amount) => `noch ${amount}`,
  endedJustNow: 'Gerade abgelaufen',
  endedAgo: (amount) => `Vor ${amount} abgelaufen`,
  days: (days, hours) => {
    const whole = many(days, 'Tag', 'Tage');
    return hours === 0 ? whole : `${whole} ${hours} h`;
  },
  hours: (hours, minutes) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  minutes: (minutes) => `${minutes} min`,
  seconds: (seconds) => `${seconds} s`,
  daysAgo: (days) => many(days, 'Tag', 'Tagen'),

  // A row.
  endpoint: 'Codes gehen an',
  covers: (profiles) => `1 Code gilt für ${profiles} Profile`,
  rowMenu: (name) => `Aktionen für ${name}`,

  // The code field.
  codeFrom: (device) => `Code von ${device}`,
  codePlain: 'MFA-Code',
  codeFor: (name) => `für ${name}`,
  renewFrom: (device) => `Erneuern mit einem Code von ${device}`,
  renewPlain: 'Erneuern mit einem MFA-Code',
  tooManyDigits: 'Ein MFA-Code hat sechs Ziffern. Es wurde nichts gesendet.',
  windowLeft: (seconds) =>
    `Der aktuelle Code des Geräts gilt noch ${many(seconds, 'Sekunde', 'Sekunden')}`,
  nextCode: (seconds) => `Nächster Code in ${seconds} s`,
  codeUsed: (seconds) => `Dieser Code ist verbraucht. Der nächste kommt in ${seconds}\u00a0s.`,
  codeHeld: (seconds) =>
    `Der vorige Code ist verbraucht. Dieser wird in ${seconds}\u00a0s gesendet.`,
  codeUsedSaid: 'Dieser Code ist verbraucht. Bitte auf den nächsten warten.',
  codeHeldSaid: 'Der vorige Code ist verbraucht. Dieser wird gesendet, sobald der nächste kommt.',
  signingIn: 'Anmeldung läuft…',
  cancel: 'Abbrechen',
  startSession: 'Sitzung starten',
  renewSession: 'Sitzung erneuern',
  assumeRole: 'Rolle annehmen',
  renewRole: 'Rolle erneut annehmen',
  demoShows: 'Das Demogerät zeigt',
  demoFill: 'Einsetzen',

  // A row's menu.
  endSession: 'Sitzung beenden',
  copyExport: (target) => `export AWS_PROFILE=${target} kopieren`,
  copyEnvironment: 'Als Umgebungsvariablen kopieren',
  openConsole: 'AWS-Konsole öffnen',
  openingConsole: 'AWS-Konsole wird geöffnet…',
  testSession: 'Sitzung testen',
  testing: 'AWS wird gefragt…',
  moveKey: 'Schlüssel in den Schlüsselbund verschieben…',
  removeKey: 'Schlüssel entfernen…',
  removeQuestion: (name) =>
    `Den Zugriffsschlüssel von ${name} aus dem Schlüsselbund des Systems entfernen?`,
  removeGoes:
    'Der Schlüssel verlässt den Schlüsselbund, und was hier für ihn eingestellt ist, geht mit.',
  removeStays: 'Bei AWS bleibt der Schlüssel gültig.',
  removeStaysRunning: (target) =>
    `Die Sitzung in „${target}“ bleibt, bis sie endet oder hier beendet wird. Bei AWS bleibt der Schlüssel gültig.`,
  remove: 'Schlüssel entfernen',
  keep: 'Behalten',
  removeNot: (name) => `Der Zugriffsschlüssel von ${name} steht in den AWS-Dateien`,
  removeNotMeaning:
    'Daypass entfernt keinen langfristigen Schlüssel aus einer Datei. Seinen Abschnitt mit einem Editor entfernen, oder den Schlüssel zuerst in den Schlüsselbund verschieben.',
  close: 'Schließen',
  signIn: 'Anmelden',
  signInAgain: 'Erneut anmelden',
  factTarget: 'Profil',
  factMaker: 'Erstellt von',
  factKey: 'Schlüssel',
  factDevice: 'Gerät',
  factPlan: 'Zugang',
  plan: {
    until: (length, until) =>
      `Über die Sitzung: ohne weiteren Code, jeweils ${length}, von selbst erneuert bis ${until}.`,
    whileItLasts: (length) =>
      `Über die Sitzung: ohne weiteren Code, jeweils ${length}, von selbst erneuert, solange die Sitzung läuft.`,
    onDemand: (length) =>
      `Über die Sitzung: ohne weiteren Code, jeweils ${length}, erneuert nur auf Wunsch.`,
    direct: (length) => `Direkt: ein Code für ${length}, nicht erneuert.`,
  },
  keys: {
    keyring: 'Im Schlüsselbund des Systems',
    file: 'In den AWS-Dateien',
    none: 'Keiner',
  },
  copied: 'Kopiert',
  copiedForAMinute: 'Kopiert, in einer Minute aus der Zwischenablage gelöscht',
  testWorks: (arn) => `Funktioniert. AWS sagt: ${arn}`,

  // Failures.
  details: 'Details',
  copyDetails: 'Kopieren',
  requestId: 'Anfrage-ID',
  tryAgain: 'Erneut versuchen',
  addItsKey: 'Zugriffsschlüssel hinzufügen',
  takeOver: 'Übernehmen',
  takingOver: (target) =>
    `Die nächste Anmeldung ersetzt die Sitzung des anderen Programms in „${target}“.`,
  takingOverNot: 'Nicht anrühren',
  unexpected: {
    message: 'Die Seite erhielt eine Antwort, die sie nicht kennt.',
    hint: 'Daypass erneut öffnen; kommt das wieder vor, bitte mit den Details melden.',
  },
  copyFailed: {
    message: 'Die Zwischenablage konnte nicht beschrieben werden.',
    hint: 'Den Text markieren und von Hand kopieren.',
  },

  // The empty board.
  emptyTitle: 'Noch kein Zugriffsschlüssel mit MFA',
  emptyLooked: 'Daypass hat hier gesucht:',
  addKey: 'Zugriffsschlüssel hinzufügen',
  tryDemo: 'Demokonto ausprobieren',
  demoMeaning: 'Die Demo läuft nur auf diesem Rechner und rührt keine eigenen Dateien an.',

  // The settings, and the form to edit a row.
  settings,
  edit,

  // Search.
  search: 'Suchen',
  nothingFound: (text) => `Kein Treffer für „${text}“.`,

  // Adding an access key.
  add: {
    title: 'Zugriffsschlüssel hinzufügen',
    intro: 'Das Geheimnis kommt in den Schlüsselbund des Systems und wird nicht mehr angezeigt.',
    name: 'Name',
    accessKeyId: 'Zugriffsschlüssel-ID',
    secret: 'Geheimer Zugriffsschlüssel',
    serial: 'MFA-Gerät',
    serialHint: 'arn:aws:iam::KONTO:mfa/NAME',
    serialMeaning: 'Der ARN aus der IAM-Konsole oder die Seriennummer eines Hardware-Tokens.',
    duration: 'Dauer einer Sitzung',
    region: 'Region',
    regionHint: 'eu-central-1',
    target: 'Zielprofil',
    targetHint: 'wie der Name',
    optional: 'optional',
    submit: 'Hinzufügen',
    saving: 'Wird hinzugefügt…',
    secretGone: 'Das Geheimnis wurde aus dem Formular gelöscht: bitte noch einmal eingeben.',
  },
  find: {
    button: 'MFA-Gerät suchen',
    looking: 'AWS wird gefragt…',
    owner: (user, account) => {
      const whose = user ?? 'einem Benutzer';
      return `Der Schlüssel funktioniert. Er gehört ${whose}${account === null ? '' : ` im Konto ${account}`}.`;
    },
    none: 'AWS kennt kein MFA-Gerät dieses Benutzers.',
    take: 'Verwenden',
    confirm: 'Ja, es ist',
    kinds: {
      virtual: 'Authenticator-App',
      hardware: 'Hardware-Token',
      'security-key': 'Passkey oder Sicherheitsschlüssel',
    },
  },
  addErrors: {
    nameMissing: 'Ein Name fehlt.',
    nameBad: 'Ein Name enthält keine Leerzeichen, Klammern oder Anführungszeichen.',
    keyIdMissing: 'Die Zugriffsschlüssel-ID fehlt.',
    keyIdTemporary:
      'Dies ist ein temporärer Schlüssel: gebraucht wird ein langfristiger, der mit AKIA beginnt.',
    keyIdBad:
      'Eine Zugriffsschlüssel-ID besteht aus 16 bis 128 Großbuchstaben und Ziffern, etwa AKIA….',
    secretMissing: 'Der geheime Zugriffsschlüssel fehlt.',
    secretBad: 'Ein geheimer Zugriffsschlüssel enthält keine Leerzeichen.',
    serialBad:
      'Gebraucht wird der ARN des Geräts, arn:aws:iam::KONTO:mfa/NAME, oder seine Seriennummer.',
    regionBad: 'Eine Region sieht aus wie eu-central-1.',
    targetBad: 'Ein Profilname enthält keine Leerzeichen, Klammern oder Anführungszeichen.',
  },

  // A change of the credentials file, shown before it is made.
  back: 'Zurück',
  change: {
    difference: 'Der Unterschied',
    removed: 'Entfernt:',
    added: 'Hinzugefügt:',
    gap: 'Zeilen, die bleiben, sind ausgelassen.',
    reading: 'Die Datei wird gelesen…',
    nothing: 'Hier ändert sich nichts: Die Datei lautet schon so.',
  },
  move: {
    title: 'Schlüssel in den Schlüsselbund verschieben',
    meaning: (name) =>
      `Der Zugriffsschlüssel von „${name}“ kommt in den Schlüsselbund des Systems und verlässt diese Datei.`,
    confirm: 'Verschieben',
    making: 'Wird verschoben…',
    moved: (name) => `Der Schlüssel von „${name}“ ist jetzt im Schlüsselbund des Systems.`,
  },
  explain: {
    open: 'Warum wird sie nicht verwendet?',
    title: (profile) => `Wer was von „${profile}“ verwendet`,
    meaning:
      'Was die Werkzeuge von AWS tun, wenn ihnen dieses Profil genannt wird. Daypass betrachtet beide Dateien und die Umgebung, mit der es gestartet wurde; die Shell hat vielleicht eine andere: dort gibt daypass explain Auskunft.',
    readers: 'Werkzeuge von AWS',
    change: 'Was zu ändern ist',
    all: 'Alle',
    fineOurs: 'Alle verwenden die Sitzung, die Daypass geschrieben hat.',
    notOurs: 'Nicht alle verwenden die Sitzung, die Daypass geschrieben hat.',
    fineOthers: 'Alle finden Zugangsdaten. In genau dieses Profil hat Daypass keine geschrieben.',
    notFound:
      'Nicht alle finden Zugangsdaten. In genau dieses Profil hat Daypass keine geschrieben.',
    uses: 'verwendet, was Daypass geschrieben hat',
    usesNot: 'verwendet nicht, was Daypass geschrieben hat',
  },
  undo: {
    open: 'Rückgängig…',
    title: 'Änderung rückgängig machen',
    intro:
      'Die Credentials-Datei auf den Stand eines dieser Zeitpunkte zurückbringen. Zuerst wird der Unterschied gezeigt.',
    list: 'Kopien der Datei',
    none: 'Noch gibt es nichts rückgängig zu machen: Daypass legt eine Kopie der Datei an, bevor es sie ändert.',
    reasons: {
      day: 'Vor der ersten Änderung des Tages',
      structure: 'Bevor ein Profil oder Schlüssel kam oder ging',
    },
    titleSince: (when) => `Änderungen seit ${when} rückgängig machen`,
    meaning: 'Die Datei unten wird auf den damaligen Stand zurückgebracht.',
    confirm: 'Rückgängig machen',
    making: 'Wird rückgängig gemacht…',
    undone: (when) => `Die Credentials-Datei ist wieder auf dem Stand von ${when}.`,
    undonePlain: 'Die Credentials-Datei ist wieder auf dem früheren Stand.',
  },
  purge: {
    title: 'Der Schlüssel ist im Schlüsselbund',
    question: (count) =>
      count === 1
        ? 'Eine frühere Kopie der Datei enthält ihn noch.'
        : `${count} frühere Kopien der Datei enthalten ihn noch.`,
    remove: (count) =>
      count === 1
        ? 'Die Kopie mit diesem Schlüssel löschen'
        : `Die ${count} Kopien mit diesem Schlüssel löschen`,
    removeMeaning:
      'Dort kann niemand mehr den Schlüssel lesen, und die Kopien lassen sich nicht zurückholen.',
    keep: (count) => (count === 1 ? 'Kopie behalten' : 'Kopien behalten'),
    keepMeaning: 'Der Schlüssel bleibt in diesen Kopien lesbar, bis neuere an ihre Stelle treten.',
    making: 'Wird gelöscht…',
    removed: (name, count) =>
      `Der Schlüssel von „${name}“ ist jetzt nur noch im Schlüsselbund des Systems. ${many(count, 'Kopie', 'Kopien')} gelöscht.`,
    kept: (name, count) =>
      `Der Schlüssel von „${name}“ ist jetzt im Schlüsselbund des Systems. ${many(count, 'Kopie', 'Kopien')} behalten.`,
  },

  // What a screen reader hears when something changes.
  said: {
    active: (name, until) => `${name}: angemeldet bis ${until}.`,
    endingSoon: (name) => `${name}: endet bald.`,
    ended: (name) => `${name}: Die Sitzung ist abgelaufen.`,
    signedOut: (name) => `${name}: abgemeldet.`,
    problem: (name, sentence) => `${name}: ${sentence}`,
  },
};
