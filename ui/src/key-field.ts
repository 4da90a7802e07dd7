/** One field of a form: label, input, what is wrong, what it means. */

import { html, nothing, type TemplateResult } from 'lit';

import { t } from './messages';

/** What a field says and looks like. */
export interface Looks {
  label: string;
  placeholder?: string;
  hint?: string;
  /** Said beside the label; a form of which every field may be left empty says nothing. */
  optional?: boolean;
  secret?: boolean;
}

/** What a field has of its form. */
export interface Within {
  uid: string;
  /** What the field's test id begins with. */
  part: string;
  error: string | undefined;
  input: (event: Event) => void;
}

export function keyField(field: string, looks: Looks, within: Within): TemplateResult {
  const { uid, part, error, input } = within;
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
        data-testid=${`${part}-${field}`}
        type=${looks.secret === true ? 'password' : 'text'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder=${looks.placeholder ?? nothing}
        aria-required=${looks.optional === false ? 'true' : 'false'}
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
