// What AWS's reader for JavaScript (SDK v3) makes of credentials files: their paths come as JSON on
// standard input, the profiles of each go out. It is installed with the page's packages, as a
// development dependency: a second package.json would mislead the Tauri command line.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(new URL("../../ui/package.json", import.meta.url));
const { loadSharedConfigFiles } = require("@smithy/shared-ini-file-loader");

const read = async (filepath) => {
  const files = await loadSharedConfigFiles({ filepath, configFilepath: "/dev/null", ignoreCache: true });
  return files.credentialsFile;
};

const paths = JSON.parse(await text(process.stdin));
const all = [];
for (const path of paths) all.push(await read(path));
process.stdout.write(JSON.stringify(all));
