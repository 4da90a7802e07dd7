/** Small choices: one of a few side by side, one of a list, or on and off. */

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface Option<Value> {
  value: Value;
  label: string;
  /** What it means, where the label does not say it. */
  meaning?: string;
  /** The language of the label, where it is not the page's. */
  lang?: string;
}

export interface ChoiceOf<Value> {
  /** Makes ids and the radios' group of it. */
  id: string;
  part: string;
  label: string;
  options: readonly Option<Value>[];
  chosen: Value;
  choose: (value: Value) => void;
  /** Below the choice. */
  below?: TemplateResult | typeof nothing;
}

/** A few, side by side. */
export function segments<Value>(choice: ChoiceOf<Value>): TemplateResult {
  return html`<fieldset class="field">
    <legend>${choice.label}</legend>
    <div class="segments">
      ${choice.options.map(
        (option, index) =>
          html`<label class="segment">
            ${radio(choice, option, index)}
            <span lang=${option.lang ?? nothing}>${option.label}</span>
          </label>`,
      )}
    </div>
    ${choice.below ?? nothing}
  </fieldset>`;
}

/** A few, one below the other, each with its meaning. */
export function options<Value>(choice: ChoiceOf<Value>): TemplateResult {
  return html`<fieldset class="field options">
    <legend>${choice.label}</legend>
    ${choice.options.map((option, index) => {
      const meaning = `${choice.id}-${index}`;
      return html`<label class="option">
          ${radio(choice, option, index, meaning)}
          <span>${option.label}</span>
        </label>
        <p class="hint-line" id=${meaning}>${option.meaning}</p>`;
    })}
    ${choice.below ?? nothing}
  </fieldset>`;
}

function radio<Value>(
  { id, part, chosen, choose }: ChoiceOf<Value>,
  { value }: Option<Value>,
  index: number,
  meaning?: string,
): TemplateResult {
  return html`<input
    type="radio"
    name=${id}
    value=${index}
    data-testid="${part}-${String(value)}"
    aria-describedby=${meaning ?? nothing}
    .checked=${live(value === chosen)}
    @change=${() => {
      choose(value);
    }}
  />`;
}

export interface Switch {
  id: string;
  part: string;
  label: string;
  meaning?: string;
  on: boolean;
  choose: (on: boolean) => void;
  below?: TemplateResult | typeof nothing;
}

/** On or off. */
export function onOff({ id, part, label, meaning, on, choose, below }: Switch): TemplateResult {
  return html`<div class="field">
    <label class="switch">
      <span>${label}</span>
      <input
        type="checkbox"
        role="switch"
        data-testid=${part}
        aria-describedby=${meaning === undefined ? nothing : `${id}-meaning`}
        .checked=${live(on)}
        @change=${(event: Event) => {
          choose((event.target as HTMLInputElement).checked);
        }}
      />
    </label>
    ${meaning === undefined ? nothing : html`<p class="hint-line" id="${id}-meaning">${meaning}</p>`}
    ${below ?? nothing}
  </div>`;
}
