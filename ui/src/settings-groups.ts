/** The groups of the settings page, as templates. */

import { html, nothing, type TemplateResult } from 'lit';

import { version } from '../package.json';
import type { FailureView } from './bindings/FailureView';
import type { PlaceView } from './bindings/PlaceView';
import type { SettingsForm } from './bindings/SettingsForm';
import type { SettingsView } from './bindings/SettingsView';
import type { ThemeView } from './bindings/ThemeView';
import { onOff, type Option, segments } from './choices';
import { failureAlert } from './failure-note';
import { catalogues, t } from './messages';
import './quiet-hours';
import './reminder-ladder';
import { type Control, type Failures, isPattern, isWholePath, type Shown } from './setting';
import './shortcut-recorder';
import './text-setting';

type Part = TemplateResult | typeof nothing;

/** What the groups are drawn from. */
export interface Desk {
  view: SettingsView;
  shown: Shown;
  failures: Failures;
  copied: boolean;
  helpFailure: FailureView | null;
  uid: string;
  choose: <C extends Control>(control: C, value: SettingsForm[C]) => void;
  save: <C extends Control>(control: C, value: SettingsForm[C]) => Promise<void>;
  copyDiagnostics: () => Promise<void>;
}

const THEMES: readonly ThemeView[] = ['system', 'light', 'dark'];

export function groups(desk: Desk): TemplateResult {
  const { settings: words } = t;
  return html`
    ${group(desk, 'reminders', words.reminders, reminders(desk))}
    ${group(desk, 'start', words.start, start(desk))} ${group(desk, 'look', words.look, look(desk))}
    ${group(desk, 'files', words.files, files(desk))} ${group(desk, 'help', words.help, help(desk))}
  `;
}

function group(
  { uid }: Desk,
  name: string,
  title: string,
  content: TemplateResult,
): TemplateResult {
  const id = `${uid}-${name}`;
  return html`<section class="group" aria-labelledby=${id}>
    <h3 id=${id}>${title}</h3>
    ${content}
  </section>`;
}

// ── Reminders ──────────────────────────────────────────────────────────────

function reminders(desk: Desk): TemplateResult {
  const { view, save } = desk;
  return html`
    <reminder-ladder
      .value=${view.reminders}
      .save=${(ladder: number[]) => save('reminders', ladder)}
    ></reminder-ladder>
    ${onOff({
      id: `${desk.uid}-sound`,
      part: 'sound',
      label: t.settings.sound,
      on: desk.shown.sound,
      choose: (on) => {
        desk.choose('sound', on);
      },
      below: failed(desk, 'sound'),
    })}
    <quiet-hours
      .value=${view.quietHours}
      .save=${(hours: SettingsForm['quietHours']) => save('quietHours', hours)}
    ></quiet-hours>
  `;
}

/** Beside the control that it is of. */
function failed({ uid, failures }: Desk, control: Control): Part {
  return failureAlert(failures[control], `${control}-failure`, `${uid}-${control}-failure`);
}

// ── Start ──────────────────────────────────────────────────────────────────

function start(desk: Desk): TemplateResult {
  const { view, shown, uid, save } = desk;
  return html`
    ${
      shown.startAtLogin === null
        ? nothing
        : onOff({
            id: `${uid}-login`,
            part: 'start-at-login',
            label: t.settings.startAtLogin,
            on: shown.startAtLogin,
            choose: (on) => {
              desk.choose('startAtLogin', on);
            },
            below: failed(desk, 'startAtLogin'),
          })
    }
    <shortcut-recorder
      .value=${view.shortcut}
      .problem=${view.shortcutProblem}
      .save=${(shortcut: string | null) => save('shortcut', shortcut)}
    ></shortcut-recorder>
    ${onOff({
      id: `${uid}-keep`,
      part: 'keep-page',
      label: t.settings.keepPage,
      meaning: t.settings.keepPageMeaning,
      on: shown.keepPage,
      choose: (on) => {
        desk.choose('keepPage', on);
      },
      below: failed(desk, 'keepPage'),
    })}
  `;
}

// ── Look ───────────────────────────────────────────────────────────────────

function look(desk: Desk): TemplateResult {
  const { shown, uid } = desk;
  return html`
    ${segments<ThemeView>({
      id: `${uid}-theme`,
      part: 'theme',
      label: t.settings.theme,
      options: THEMES.map((value) => ({ value, label: t.settings.themes[value] })),
      chosen: shown.theme,
      choose: (theme) => {
        desk.choose('theme', theme);
      },
      below: failed(desk, 'theme'),
    })}
    ${segments<string | null>({
      id: `${uid}-language`,
      part: 'language',
      label: t.settings.language,
      options: languages(),
      chosen: shown.language,
      choose: (language) => {
        desk.choose('language', language);
      },
      below: failed(desk, 'language'),
    })}
  `;
}

/** The desktop's, and every language that there is a catalogue for, by its own name. */
function languages(): Option<string | null>[] {
  const own = [...catalogues.keys()].sort().map((tag) => {
    const label = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return { value: tag, label, lang: tag };
  });
  return [{ value: null, label: t.settings.systemLanguage }, ...own];
}

// ── Files ──────────────────────────────────────────────────────────────────

function files(desk: Desk): TemplateResult {
  const { settings: words } = t;
  const { configFile, credentialsFile } = desk.view;
  return html`
    ${place(desk, 'configFile', configFile, words.configFile, 'AWS_CONFIG_FILE')}
    ${place(desk, 'credentialsFile', credentialsFile, words.credentialsFile, 'AWS_SHARED_CREDENTIALS_FILE')}
    ${pattern(desk, 'identityTarget', words.identityTarget, 'prod')}
    ${pattern(desk, 'roleTarget', words.roleTarget, 'admin')}
  `;
}

/** A file is where a variable says, or else where a person does. */
function place(
  { save }: Desk,
  control: 'configFile' | 'credentialsFile',
  { path, chosen, variable }: PlaceView,
  label: string,
  readers: string,
): TemplateResult {
  if (variable !== null) {
    return html`<div class="field" data-testid="${control}-fixed">
      <span class="label">${label}</span>
      <p class="path"><bdi dir="ltr">${path}</bdi></p>
      <p class="hint-line">${t.settings.decidedBy(variable)}</p>
    </div>`;
  }
  return html`<text-setting
    .testid=${control}
    .label=${label}
    .value=${chosen ?? ''}
    .placeholder=${path}
    .hint=${chosen === null ? '' : t.settings.fileMeaning(readers)}
    .wrong=${(text: string) => (text === '' || isWholePath(text) ? null : t.settings.pathBad)}
    .save=${(text: string) => save(control, text === '' ? null : text)}
  ></text-setting>`;
}

function pattern(
  { view, save }: Desk,
  control: 'identityTarget' | 'roleTarget',
  label: string,
  name: string,
): TemplateResult {
  const example = (text: string): string =>
    isPattern(text) ? t.settings.example(name, text.replaceAll('{name}', name)) : '';
  return html`<text-setting
    .testid=${control}
    .label=${label}
    .value=${view[control]}
    .example=${example}
    .wrong=${(text: string) => (isPattern(text) ? null : t.settings.patternBad)}
    .save=${(text: string) => save(control, text)}
  ></text-setting>`;
}

// ── Help ───────────────────────────────────────────────────────────────────

function help({ view, copied, helpFailure, uid, copyDiagnostics }: Desk): TemplateResult {
  return html`
    <div class="field">
      <button
        type="button"
        class="plain step"
        data-testid="copy-diagnostics"
        aria-describedby="${uid}-diagnostics"
        @click=${() => {
          void copyDiagnostics();
        }}
      >
        ${t.settings.copyDiagnostics}
      </button>
      <span class="copied" role="status" data-testid="diagnostics-copied"
        >${copied ? t.settings.copied : nothing}</span
      >
      <p class="hint-line" id="${uid}-diagnostics">${t.settings.diagnosticsMeaning}</p>
      ${failureAlert(helpFailure, 'diagnostics-failure', `${uid}-help-failure`)}
    </div>
    <dl class="about">
      <dt>${t.settings.settingsPath}</dt>
      <dd data-testid="settings-path"><bdi dir="ltr">${view.settingsPath}</bdi></dd>
      <dt>${t.settings.version}</dt>
      <dd data-testid="version">${version}</dd>
    </dl>
  `;
}
