/** Colours the page as a person chose, whatever the desktop's colours are. */

import type { ThemeView } from './bindings/ThemeView';

const WISH = /\(prefers-color-scheme:\s*(light|dark)\)/g;
/** Features that are always and never so. */
const ALWAYS = '(min-width: 0px)';
const NEVER = '(max-width: 0px)';

/** What each rule asked for at first. */
const asked = new WeakMap<CSSMediaRule, string>();

/**
 * The style sheets know one set of rules for dark desktops. A chosen theme answers their question in
 * the desktop's place, so that no colour has to be written twice.
 */
export function paint(theme: ThemeView): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  // Scroll bars and carets are the engine's own.
  root.style.colorScheme = theme === 'system' ? '' : theme;
  for (const rule of mediaRules()) {
    const original = asked.get(rule) ?? rule.media.mediaText;
    asked.set(rule, original);
    const media = answered(original, theme);
    if (rule.media.mediaText !== media) rule.media.mediaText = media;
  }
}

function mediaRules(): CSSMediaRule[] {
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule);
}

/** A rule's question with the theme's answer in it. */
export function answered(media: string, theme: ThemeView): string {
  if (theme === 'system') return media;
  return media.replace(WISH, (_, wished) => (wished === theme ? ALWAYS : NEVER));
}
