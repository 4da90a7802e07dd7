/** How many digits a token code has. */
export const LENGTH = 6;

/** The code point of the zero that begins each script's ten digits, where they are in order. */
function digitValue(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  // Decimal digits come in runs of ten; the start of the run is the last one that is no digit.
  let zero = point;
  while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(point - zero);
}

/** The decimal digits in a text, of any script, as ASCII; separators and words are left out. */
export function digitsIn(text: string): string {
  const found = text.match(/\p{Nd}/gu) ?? [];
  return found.map((digit) => (/[0-9]/.test(digit) ? digit : digitValue(digit))).join('');
}
