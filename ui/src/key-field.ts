/** One field of the form for an access key: label, input, what is wrong, what it means. */

import { html, nothing, type TemplateResult } from 'lit';

import type { Field } from './key-form';
import { t } from './messages';

/** What a field says and looks like. */
export interface Looks {
  label: string;
  placeholder?: string;
  hint?: string;
  optional?: boolean;
  secret?: boolean;
}

/** What a field has of its form. */
export interface Within {
  uid: string;
  error: string | undefined;
  input: (event: Event) => void;
}

export function keyField(field: Field, looks: Looks, within: Within): TemplateResult {
  const { uid, error, input } = within;
  const id = `${uid}-${field}`;
  const described = [
    error === undefined ? null : `${id}-error`,
    looks.hint === undefined ? null : `${id}-hint`,
  ].filter((part) => part !== null);
  return html`
    <div class="field">
      <label for=${id}>
        ${looks.label}
        ${looks.optional === true ? html`<span class="optional">${t.add.optional}</span>` : nothing}
      </label>
      <input
        id=${id}
        name=${field}
        data-testid=${`add-${field}`}
        type=${looks.secret === true ? 'password' : 'text'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder=${looks.placeholder ?? nothing}
        aria-required=${looks.optional === true ? 'false' : 'true'}
        aria-invalid=${error === undefined ? 'false' : 'true'}
        aria-describedby=${described.length > 0 ? described.join(' ') : nothing}
        @input=${input}
      />
      ${
        error === undefined
          ? nothing
          : html`<p class="problem-line" id="${id}-error" data-testid="error-${field}">${error}</p>`
      }
      ${
        looks.hint === undefined
          ? nothing
          : html`<p class="hint-line" id="${id}-hint">${looks.hint}</p>`
      }
    </div>
  `;
}
