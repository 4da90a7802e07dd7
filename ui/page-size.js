/**
 * Fails a build whose page is too large: what the desktop loads has to stay under 60 kB compressed.
 *
 * Counted is every file that the desktop may ask for, each as `gzip -9` leaves it: the document, the style
 * sheets, the script with everything that it imports now or later. Only the demo boards for plain browsers
 * are not, which the desktop never asks for; their size is told beside the other.
 *
 * JavaScript, because the types of Node's own modules are not installed here.
 */

import { gzipSync } from 'node:zlib';

/** In bytes. */
const LIMIT = 60_000;

/** The doors to what only plain browsers load: `main.ts` opens them outside the desktop. */
const FOR_BROWSERS = /\/src\/bridge\/(demo|play)\.ts$/;

export function pageSize(limit = LIMIT) {
  return {
    name: 'page-size',
    apply: 'build',
    writeBundle(_, bundle) {
      const { page, browsers } = sizes(bundle);
      const told = `the page is ${kilobytes(page)} compressed, of ${kilobytes(limit)} at most`;
      if (page > limit) this.error(told);
      this.info(`${told}; boards for plain browsers beside it: ${kilobytes(browsers)}`);
    },
  };
}

/** The compressed sizes of what the desktop loads, and of what only browsers load. */
export function sizes(bundle) {
  const loaded = loadedBy(bundle);
  const sum = (files) =>
    files.reduce(
      (total, file) => total + gzipSync(file.code ?? file.source, { level: 9 }).length,
      0,
    );
  const files = Object.values(bundle);
  return {
    page: sum(files.filter((file) => loaded.has(file.fileName))),
    browsers: sum(files.filter((file) => !loaded.has(file.fileName))),
  };
}

/** The names of the files that the desktop may ask for. */
function loadedBy(bundle) {
  const forBrowsers = (name) => FOR_BROWSERS.test(bundle[name]?.facadeModuleId ?? '');
  const begun = Object.values(bundle).filter((file) => file.type === 'asset' || file.isEntry);
  const queue = begun.map((file) => file.fileName);
  const loaded = new Set();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    const { imports = [], dynamicImports = [] } = bundle[name] ?? {};
    queue.push(...imports, ...dynamicImports.filter((each) => !forBrowsers(each)));
  }
  return loaded;
}

function kilobytes(size) {
  return `${(size / 1000).toFixed(1)} kB`;
}
