/** The settings as the page changes them: one control at a time, each answered before the next. */

import type { FailureView } from './bindings/FailureView';
import type { SettingsForm } from './bindings/SettingsForm';
import type { SettingsView } from './bindings/SettingsView';

/** Everything that can be chosen on the page. */
export type Control = keyof SettingsForm;

/** What is shown for a control: a choice on its way counts already. */
export type Shown = Pick<SettingsView, Exclude<Control, 'configFile' | 'credentialsFile'>>;

/** Why a choice did not count, by its control. */
export type Failures = Readonly<Partial<Record<Control, FailureView>>>;

/** The form that changes nothing. */
export function formOf(view: SettingsView): SettingsForm {
  const { reminders, quietHours, sound, startAtLogin, shortcut, theme, language } = view;
  const { configFile, credentialsFile, identityTarget, roleTarget, keepPage } = view;
  return {
    reminders,
    quietHours,
    sound,
    startAtLogin,
    shortcut,
    theme,
    language,
    configFile: configFile.chosen,
    credentialsFile: credentialsFile.chosen,
    identityTarget,
    roleTarget,
    keepPage,
  };
}

const PATTERN = /^[^\s[\]"'#;=\\]*\{name\}[^\s[\]"'#;=\\]*$/;

/** Whether a text says which section a session goes to. */
export function isPattern(text: string): boolean {
  return PATTERN.test(text);
}

/** Whether a text is a whole path, of any of the systems. */
export function isWholePath(text: string): boolean {
  return /^(\/|~[/\\]|[a-z]:[/\\]|\\\\)/i.test(text);
}
