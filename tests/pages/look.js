// Eyes for the page: what a person would see of it, told as a list of sentences; none is good.
// Loaded into each page by the tests as `window.look`.

(() => {
  const shown = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    // A closed <details> keeps its boxes.
    return style.visibility !== 'hidden' && box.width > 0 && box.height > 0 && element.checkVisibility();
  };
  /** A row's words and its code field are about this high, in CSS pixels. */
  const LEAST = 100;
  const hidden = (element) => element.closest('.visually-hidden, [hidden]') !== null;

  function name(element) {
    const id = element.closest('[data-testid]')?.dataset.testid ?? '';
    const text = element.textContent.replace(/\s+/g, ' ').trim().slice(0, 50);
    return `${element.localName}.${element.getAttribute('class') ?? ''} in ${id} “${text}”`;
  }

  /** Each piece of text on its lines, with the element that it stands in. */
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (node.data.trim() === '' || !shown(element) || hidden(element)) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 0.5) yield { element, box };
    }
  }

  function* ancestors(element) {
    for (let each = element; each !== null && each !== document.documentElement; each = each.parentElement) yield each;
  }

  /** What a person can reach by scrolling counts as shown; what can only be guessed does not. */
  const toldElsewhere = (element) => {
    const style = getComputedStyle(element);
    const shortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
    return shortened && element.closest('[title]')?.title.includes(element.textContent.trim());
  };

  /** Text that a box cuts off, or that leaves the window sideways. */
  function clipped() {
    const found = new Set();
    for (const { element, box } of texts()) {
      if (box.left < -0.5 || box.right > innerWidth + 0.5) found.add(`leaves the window: ${name(element)}`);
      for (const around of ancestors(element)) {
        const style = getComputedStyle(around);
        if (style.display === 'inline' || toldElsewhere(around)) continue;
        const edge = around.getBoundingClientRect();
        if (style.overflowX !== 'visible' && (box.left < edge.left - 1 || box.right > edge.right + 1)) {
          found.add(`cut off sideways by ${around.className || around.localName}: ${name(element)}`);
        }
        const cuts = style.overflowY === 'hidden' || style.overflowY === 'clip';
        const leading = (box.bottom - box.top) * 0.2;
        if (cuts && (box.top < edge.top - leading || box.bottom > edge.bottom + leading)) {
          if (!scrolledAway(element, box)) found.add(`cut off by ${around.className || around.localName}: ${name(element)}`);
        }
      }
    }
    for (const input of document.querySelectorAll('input')) {
      if (shown(input) && !hidden(input) && !placeholderShortened(input) && placeholderWidth(input) > inside(input) + 1) {
        found.add(`placeholder “${input.placeholder}” needs ${placeholderWidth(input)} and has ${inside(input)}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.add(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const part of document.querySelectorAll('.scroll')) {
      if (part.scrollWidth > part.clientWidth) found.add(`the rows scroll sideways, by ${part.scrollWidth - part.clientWidth}`);
    }
    return [...found];
  }

  /** Whether text lies above or below what a scrolled box shows: a person can scroll there. */
  function scrolledAway(element, box) {
    const around = element.closest('.scroll');
    if (around === null) return false;
    const edge = around.getBoundingClientRect();
    return box.bottom > edge.bottom || box.top < edge.top;
  }

  /** Large text may shorten an example, visibly, in a field that is wide enough to tell what it is. */
  function placeholderShortened(input) {
    const large = parseFloat(getComputedStyle(document.documentElement).fontSize) > 16;
    return large && getComputedStyle(input).textOverflow === 'ellipsis' && inside(input) > innerWidth / 2;
  }

  function placeholderWidth(input) {
    if (input.placeholder === '' || input.value !== '') return 0;
    const pen = document.createElement('canvas').getContext('2d');
    const style = getComputedStyle(input);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return Math.round(pen.measureText(input.placeholder).width);
  }

  function inside(input) {
    const style = getComputedStyle(input);
    return input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  }

  /** A box cut to what is seen of it; null when nothing is. */
  function seen(element, { left, right, top, bottom }) {
    for (const around of ancestors(element)) {
      const { overflowY } = getComputedStyle(around);
      if (overflowY === 'visible') continue;
      const edge = around.getBoundingClientRect();
      top = Math.max(top, edge.top);
      bottom = Math.min(bottom, edge.bottom);
    }
    return bottom - top > 1 ? { left, right, top, bottom } : null;
  }

  /** Text over other text, and controls over what is not theirs. */
  function overlapping() {
    const things = [];
    for (const { element, box } of texts()) {
      const visible = seen(element, box);
      if (visible === null) continue;
      // The room between lines is nobody's.
      const air = (visible.bottom - visible.top) * 0.18;
      things.push({ element, ...visible, top: visible.top + air, bottom: visible.bottom - air });
    }
    for (const element of document.querySelectorAll('button:not(.head), input:not(.code-input, [type="radio"]), .code-field, .ring')) {
      if (!shown(element) || hidden(element)) continue;
      const visible = seen(element, element.getBoundingClientRect());
      if (visible !== null) things.push({ element, control: true, ...visible });
    }
    const found = new Set();
    things.forEach((a, index) => {
      for (const b of things.slice(index + 1)) {
        if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
        // What stays in sight covers what is scrolled beneath it: that is its purpose.
        if (stays(a.element) !== stays(b.element)) continue;
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1.5 && height > 1.5) found.add(`${name(a.element)} lies on ${name(b.element)}`);
      }
    });
    return [...found];
  }

  function stays(element) {
    for (const around of ancestors(element)) if (getComputedStyle(around).position === 'sticky') return true;
    return false;
  }

  // ── Focus ────────────────────────────────────────────────────────────────

  const TABBABLE = 'button, input, summary, a[href], [tabindex="0"]';

  /** What the keyboard can reach: of radio buttons, the chosen one. */
  function tabbable() {
    return [...document.querySelectorAll(TABBABLE)].filter(
      (each) => (shown(each) || each.type === 'radio') && !hidden(each) && !each.disabled && (each.type !== 'radio' || each.checked),
    );
  }

  /** What may change around an element that gets the keyboard. */
  function around(element) {
    const near = element.matches('.code-input') ? element.parentElement.querySelectorAll('.box') : element.parentElement.children;
    // The head of a closed row is ringed with its whole row.
    const row = element.matches('.head') ? [element.closest('profile-row')] : [];
    return [element, ...near, ...row];
  }

  function ring(element) {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, borderTopColor } = getComputedStyle(element);
    const outline = outlineStyle === 'none' ? 'none' : `${outlineWidth} ${outlineColor} ${outlineOffset}`;
    return { outline, boxShadow, borderTopColor };
  }

  /** The colours that a change of rings brought. */
  function broughtColours(before, after) {
    const colours = (text) => text.match(/rgba?\([^)]*\)|color\([^)]*\)/g) ?? [];
    return Object.keys(after).flatMap((key) => (before[key] === after[key] ? [] : colours(after[key])));
  }

  function parse(colour) {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 };
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  /** The first opaque ground behind an element. */
  function ground(element) {
    for (const each of ancestors(element.parentElement)) {
      const { rgb, alpha } = parse(getComputedStyle(each).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return parse(getComputedStyle(document.documentElement).backgroundColor).rgb;
  }

  /** Whether a ring drawn outside its element is cut by what the element lies in. */
  function cutRing(element) {
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element);
    if (outlineStyle === 'none') return false;
    const reach = Math.max(0, parseFloat(outlineWidth) + parseFloat(outlineOffset));
    const box = element.getBoundingClientRect();
    return [...ancestors(element.parentElement)].some((each) => {
      const { overflowX } = getComputedStyle(each);
      const edge = each.getBoundingClientRect();
      return overflowX !== 'visible' && (box.left - reach < edge.left - 0.5 || box.right + reach > edge.right + 0.5);
    });
  }

  /** Everything that takes the keyboard without showing it well. */
  function unseenFocus() {
    const found = [];
    const before = document.activeElement;
    for (const element of tabbable()) {
      document.activeElement?.blur();
      const near = around(element);
      const rest = near.map(ring);
      element.focus();
      if (document.activeElement !== element) {
        found.push(`takes no keyboard: ${name(element)}`);
        continue;
      }
      document.dispatchEvent(new Event('selectionchange'));
      const pending = near.map((each, index) => ({ each, colours: broughtColours(rest[index], ring(each)) }));
      const rings = pending.filter(({ colours }) => colours.length > 0);
      if (rings.length === 0) {
        if (!element.matches('.code-input')) found.push(`shows no ring: ${name(element)}`);
        continue;
      }
      const best = Math.max(
        ...rings.flatMap(({ each, colours }) =>
          colours.map(parse).filter(({ alpha }) => alpha > 0.9).map(({ rgb }) => contrast(rgb, ground(each)))),
      );
      if (!(best >= 3)) found.push(`its ring has a contrast of ${best.toFixed(2)}: ${name(element)}`);
      if (cutRing(element)) found.push(`its ring is cut off: ${name(element)}`);
    }
    before?.focus?.();
    return found;
  }

  /** The code field draws its own caret after the event: asked one frame later. */
  async function unseenCaret() {
    const input = document.querySelector('.code-input');
    if (input === null || !shown(input) || input.readOnly) return [];
    input.blur();
    await frame();
    const boxes = [...input.parentElement.querySelectorAll('.box')];
    const rest = boxes.map(ring);
    input.focus();
    await frame();
    const marked = boxes.filter((box, index) => broughtColours(rest[index], ring(box)).length > 0);
    const full = input.value.length === boxes.length;
    return marked.length === 0 && !full ? ['the code field shows no caret'] : [];
  }

  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  // ── Motion ───────────────────────────────────────────────────────────────

  /** Everything that would move. */
  function moving() {
    const found = [];
    for (const element of document.querySelectorAll('*')) {
      for (const part of [null, '::before', '::after']) {
        const { animationName, transitionDuration } = getComputedStyle(element, part);
        const slow = transitionDuration.split(',').some((time) => parseFloat(time) > 0.01);
        if (animationName !== 'none' || slow) found.push(`${animationName} ${transitionDuration}: ${name(element)}`);
      }
    }
    for (const each of document.getAnimations()) found.push(`runs: ${each.animationName ?? each.transitionProperty}`);
    return found;
  }

  // ── Narrow windows ───────────────────────────────────────────────────────

  /** Whether the code field can be brought into sight, whole and under the pointer. */
  function unreachableCode() {
    const input = document.querySelector('.code-input');
    if (input === null || !shown(input)) return [];
    input.focus();
    input.scrollIntoView({ block: 'nearest' });
    const box = input.getBoundingClientRect();
    const edge = input.closest('.scroll').getBoundingClientRect();
    if (box.top < edge.top - 1 || box.bottom > edge.bottom + 1) return [`the code field is at ${box.top}–${box.bottom}, and ${edge.top}–${edge.bottom} is seen`];
    const hit = document.elementFromPoint(box.left + 20, (box.top + box.bottom) / 2);
    return hit === input ? [] : [`${hit === null ? 'nothing' : name(hit)} lies on the code field`];
  }

  /** What cannot be scrolled to at all: the scrolled part is gone, or too low to be of use. */
  function unscrollable() {
    const height = document.querySelector('.scroll').getBoundingClientRect().height;
    return height < LEAST ? [`only ${height} px are left for the rows`] : [];
  }

  window.look = { clipped, overlapping, unseenFocus, unseenCaret, moving, unreachableCode, unscrollable, frame };
})();
