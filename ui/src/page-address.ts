/** What the page's address says besides the row, and how the page starts anew in another language. */

import type { ThemeView } from './bindings/ThemeView';

/** Left for the page that comes after this one. */
interface Bequest {
  pinned: boolean;
}

function isBequest(state: unknown): state is Bequest {
  return typeof state === 'object' && state !== null && 'pinned' in state;
}

/** Whether the page before this one was kept open. */
export function wasPinned(): boolean {
  return isBequest(history.state) && history.state.pinned;
}

/** The address of the settings in this language; null is the desktop's. */
export function addressIn(search: string, language: string | null): string {
  const words = new URLSearchParams(search);
  if (language === null) words.delete('lang');
  else words.set('lang', language);
  const text = words.toString();
  return `${text === '' ? '' : `?${text}`}#:settings`;
}

/** Every word of the page is chosen as it loads: it loads again, and comes back to the settings. */
export function speak(language: string | null, pinned: boolean): void {
  const address = addressIn(location.search, language);
  history.replaceState({ pinned } satisfies Bequest, '', location.pathname + address);
  location.reload();
}

/** The theme that the address names; the desktop's otherwise. */
export function themeIn(search: string): ThemeView {
  const theme = new URLSearchParams(search).get('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
