// What the bench of frames does in the page. Times in milliseconds.
window.bench = (() => {
  /** Does something at each frame until it says that it is done; how long each frame took. */
  const frames = (work) =>
    new Promise((done) => {
      const taken = [];
      let last = null;
      let number = 0;
      const step = () => {
        const now = performance.now();
        if (last !== null) taken.push(now - last);
        last = now;
        if (work(number++) === 'done') done(taken);
        else requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    });

  const until = (seconds) => {
    const end = performance.now() + seconds * 1000;
    return () => (performance.now() < end ? 'more' : 'done');
  };

  /** Up and down again, thirty lines of pixels at each frame. */
  const scrolling = (box, seconds) => {
    const over = until(seconds);
    const most = box.scrollHeight - box.clientHeight;
    if (most < 1000) throw new Error(`nothing to scroll: ${most} pixels`);
    return frames((number) => {
      const way = (number * 30) % (2 * most);
      box.scrollTop = way < most ? way : 2 * most - way;
      return over();
    });
  };

  const plain = async (seconds, lines) => {
    const box = document.createElement('div');
    box.style.position = 'fixed';
    box.style.inset = '0';
    box.style.overflow = 'auto';
    box.style.background = 'Canvas';
    for (let line = 0; line < lines; line += 1) {
      const text = document.createElement('p');
      text.textContent = `Line ${line}`;
      box.append(text);
    }
    const page = document.querySelector('daypass-popover');
    page.style.display = 'none';
    document.body.append(box);
    try {
      return await scrolling(box, seconds);
    } finally {
      box.remove();
      page.style.display = '';
    }
  };

  const type = (text) => {
    const field = document.querySelector('[data-testid="search"]');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /** Each word letter by letter, and back again. */
  const search = async (words) => {
    const texts = words.flatMap((word) => {
      const grown = [...word].map((_, index) => word.slice(0, index + 1));
      return [...grown, ...grown.slice(0, -1).reverse(), ''];
    });
    let next = performance.now();
    return frames(() => {
      if (performance.now() < next) return 'more';
      const text = texts.shift();
      if (text === undefined) return 'done';
      type(text);
      next += 100;
      return 'more';
    });
  };

  // Counted while somebody else does something.
  let counted = null;
  let over = false;
  const begin = () => {
    over = false;
    counted = frames(() => (over ? 'done' : 'more'));
  };
  const end = () => {
    over = true;
    return counted;
  };

  return {
    plain,
    search,
    scroll: (seconds) => scrolling(document.querySelector('.scroll'), seconds),
    rest: (seconds) => frames(until(seconds)),
    rows: () => document.querySelectorAll('.rows > li').length,
    begin,
    end,
    said: (name) => document.querySelector(`[data-testid="row-${name}"] .status`).textContent,
  };
})();
