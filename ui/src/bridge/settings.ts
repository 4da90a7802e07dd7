/** What the scripted bridge knows of settings. */

import type { FailureView } from '../bindings/FailureView';
import type { FieldView } from '../bindings/FieldView';
import type { ProfileSettingsForm } from '../bindings/ProfileSettingsForm';
import type { ProfileSettingsView } from '../bindings/ProfileSettingsView';
import type { RowView } from '../bindings/RowView';
import type { SettingsForm } from '../bindings/SettingsForm';
import type { SettingsView } from '../bindings/SettingsView';

const HOUR = 3600;

export const badFile: FailureView = {
  code: 'settings',
  message: 'The settings file /home/ana/.config/daypass/settings.json cannot be understood.',
  hint: 'Correct it, or change a setting in Daypass: the old file is then kept beside it as settings.json.bad.',
  detail: 'expected `,` or `}` at line 4 column 3',
  requestId: null,
};

/** What is there before anybody has chosen anything. */
export function settingsOf(rest: Partial<SettingsView> = {}): SettingsView {
  return {
    reminders: [15 * 60, 2 * 60, 0],
    quietHours: null,
    sound: false,
    startAtLogin: false,
    shortcut: null,
    shortcutProblem: null,
    theme: 'system',
    language: null,
    configFile: { path: '/home/ana/.aws/config', chosen: null, variable: null },
    credentialsFile: { path: '/home/ana/.aws/credentials', chosen: null, variable: null },
    identityTarget: '{name}-mfa',
    roleTarget: '{name}-session',
    keepPage: false,
    settingsPath: '/home/ana/.config/daypass/settings.json',
    problem: null,
    ...rest,
  };
}

/** What counts once a form has been saved. */
export function withForm(view: SettingsView, form: SettingsForm): SettingsView {
  const { configFile, credentialsFile, reminders, ...rest } = form;
  return {
    ...view,
    ...rest,
    reminders: [...reminders].sort((a, b) => b - a),
    configFile: {
      ...view.configFile,
      chosen: configFile,
      path: configFile ?? view.configFile.path,
    },
    credentialsFile: {
      ...view.credentialsFile,
      chosen: credentialsFile,
      path: credentialsFile ?? view.credentialsFile.path,
    },
    problem: null,
  };
}

const field = (usual: string | null, chosen: string | null = null): FieldView => ({
  chosen,
  usual,
});

/** What is set for a row. */
export function profileSettingsOf(row: RowView): ProfileSettingsView {
  const isRole = row.kind === 'role';
  return {
    name: row.name,
    kind: row.kind,
    key: row.key,
    serial: field(row.serial),
    region: field('eu-central-1'),
    target: field(row.target),
    duration: {
      chosen: null,
      usual: isRole ? HOUR : 12 * HOUR,
      shortest: 15 * 60,
      longest: isRole ? HOUR : 36 * HOUR,
    },
    refresh: isRole ? true : null,
    direct: isRole ? row.plan?.way === 'direct' : null,
    sessionName: isRole ? field('daypass-ana') : null,
    externalId: isRole ? field(null) : null,
    sourceIdentity: isRole ? field(null) : null,
  };
}

/** What is set once a form has been saved. */
export function withProfileForm(
  view: ProfileSettingsView,
  form: ProfileSettingsForm,
): ProfileSettingsView {
  const chosen = (before: FieldView | null, text: string | null): FieldView | null =>
    before === null ? null : { ...before, chosen: text };
  return {
    ...view,
    serial: { ...view.serial, chosen: form.serial },
    region: { ...view.region, chosen: form.region },
    target: { ...view.target, chosen: form.target },
    duration: { ...view.duration, chosen: form.duration },
    refresh: form.refresh,
    direct: form.direct,
    sessionName: chosen(view.sessionName, form.sessionName),
    externalId: chosen(view.externalId, form.externalId),
    sourceIdentity: chosen(view.sourceIdentity, form.sourceIdentity),
  };
}
