// What AWS's SDK for JavaScript v3 chooses: environments and profiles come as JSON on standard input,
// choices go out. It is installed with the page's packages, like the reader in javascript.mjs.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(new URL("../../ui/package.json", import.meta.url));
const { defaultProvider } = require("@aws-sdk/credential-provider-node");

// A source that fails while its role already has failed for another reason is nobody's to catch.
process.on("unhandledRejection", () => {});
console.warn = () => {};

const choice = async ({ env, profile }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  try {
    const found = await defaultProvider(profile === null ? {} : { profile })();
    return { key: found.accessKeyId, token: found.sessionToken ?? null };
  } catch (error) {
    const { name, message } = error;
    return message === "Could not load credentials from any providers" ? { nothing: true } : { error: name, message };
  }
};

const asked = JSON.parse(await text(process.stdin));
const all = [];
for (const each of asked) all.push(await choice(each));
process.stdout.write(JSON.stringify(all));
