/** No sentence stands in a template: all come from a catalogue. */

import ts from 'typescript';
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['./*.ts', '!./*.test.ts', '!./test-page.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Words that are the same in every language. */
const NAMES: ReadonlySet<string> = new Set([]);

/** Attributes that a person reads or hears. */
const SPOKEN =
  /(?:aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt)="([^"]*)"/g;

/** What stands between tags and in spoken attributes of a template whose gaps are `\0`. */
function words(markup: string): string[] {
  const spoken = [...markup.matchAll(SPOKEN)].map(([, text = '']) => text);
  // A gap may hold a `>`, but gaps are cut out already.
  const between = markup.replace(/<!--.*?-->/gs, '').split(/<[^>]*>/);
  return [...between, ...spoken]
    .map((text) => text.replaceAll('\0', ' ').trim())
    .filter((text) => /\p{L}{2}/u.test(text) && !NAMES.has(text));
}

function markupOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return [template.head.text, ...template.templateSpans.map((span) => span.literal.text)].join(
    '\0',
  );
}

function hardcoded(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ['html', 'svg'].includes(node.tag.getText(file))) {
      found.push(...words(markupOf(node.template)));
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  visit(file);
  return found;
}

test.each(Object.entries(sources))('%s', (path, source) => {
  expect(hardcoded(path, source)).toEqual([]);
});

test('sentences in templates are seen', () => {
  const source = 'html`<p title="Not so">${a} left <b class="x">${b}</b></p>`';
  expect(hardcoded('some.ts', source)).toEqual(['left', 'Not so']);
});
