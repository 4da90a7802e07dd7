/** Keys pressed together, as the settings write them: `Ctrl+Alt+P`. */

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

const MODIFIERS: ReadonlySet<string> = new Set([
  'Control',
  'Alt',
  'AltGraph',
  'Shift',
  'Meta',
  'Super',
  'Hyper',
  'OS',
  'Fn',
  'CapsLock',
  'NumLock',
  'Dead',
  'Unidentified',
  'Process',
]);

/** Keys that the core knows by the names that browsers give to their places. */
const NAMED: ReadonlySet<string> = new Set([
  'Space',
  'Enter',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Comma',
  'Period',
  'Slash',
  'Minus',
  'Equal',
  'Semicolon',
  'Quote',
]);

/** Whether the press is only of a key that is held with others. */
export function isModifier({ key }: Pick<Press, 'key'>): boolean {
  return MODIFIERS.has(key);
}

/** The keys of a press; null when they would be taken from everybody's typing. */
export function chordOf(press: Press): string | null {
  const key = keyOf(press);
  const { ctrlKey, altKey, shiftKey, metaKey } = press;
  const held = ctrlKey || altKey || metaKey;
  if (key === null || (!held && !/^F\d+$/.test(key))) return null;
  return [
    ctrlKey ? 'Ctrl' : '',
    altKey ? 'Alt' : '',
    shiftKey ? 'Shift' : '',
    metaKey ? 'Super' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

/** With Alt or Shift held a key may write something else; its place says which one it is then. */
function keyOf({ key, code }: Press): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const placed = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (placed) return placed[1] ?? placed[2] ?? null;
  const arrow = /^Arrow(Up|Down|Left|Right)$/.exec(code);
  if (arrow) return arrow[1] ?? null;
  if (NAMED.has(code)) return code;
  return /^F([1-9]|1\d|2[0-4])$/.test(key) ? key : null;
}
