import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Operation } from "../../shared/schema/action.ts";

const USAGE = `npm run new:recognizer NAME -- --host HOST [--path PATH]... [--operation OPERATION]

Makes the record of one AI service, a recorded request for its test, and its entry in the list of records.

  --host       a host as records write it: api.example.com, *.example.com
  --path       a path as records write it, more than once if need be (default: /v1/chat/completions)
  --operation  ${Operation.options.join(", ")} (default: chat)

Example: npm run new:recognizer example-api -- --host api.example.com --path /v1/chat --path /v2/chat`;

const ROOT = new URL("../../", import.meta.url);
const LIST = new URL("shared/catalog/services.ts", ROOT);
/** The shapes for any host begin here; every service of a host comes before them. */
const SHAPES = "    genericVertex,\n";

/** What the new record starts with. */
interface Wanted {
  readonly name: string;
  readonly host: string;
  readonly paths: readonly string[];
  readonly operation: Operation;
}

/** Reads the command line; a string is why it cannot be done, in words. */
function wantedOf(args: readonly string[]): Wanted | string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: "string" },
      path: { type: "string", multiple: true, default: ["/v1/chat/completions"] },
      operation: { type: "string", default: "chat" },
    },
  });
  const [name, extra] = positionals;
  if (name === undefined || extra !== undefined) return "Give one name for the service.";
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60)
    return `"${name}" is no service id: write lower-case words with dashes between them, such as example-api.`;
  if (values.host === undefined || !/^(?=.*\.)[a-z0-9*]([a-z0-9.*-]*[a-z0-9])?$/.test(values.host))
    return "Give the service's host with --host, such as api.example.com or *.example.com.";
  if (values.path.some((path) => !path.startsWith("/"))) return "A path begins with a slash.";
  const operation = Operation.safeParse(values.operation);
  if (!operation.success) return `"${values.operation}" is no operation: ${Operation.options.join(", ")}.`;
  return { name, host: values.host, paths: values.path, operation: operation.data };
}

function recordOf({ name, host, paths, operation }: Wanted): object {
  const isApp = name.endsWith("-web");
  return {
    service: name,
    provider: "unknown",
    hosts: [host],
    like: [isApp ? "web-app-host" : "api-host"],
    ...(isApp && { home: `https://${host.replace(/^\*\./, "")}` }),
    resells: true,
    endpoints: [
      { paths, operation, model: ["body/model"], prompt: ["body/messages/$text", "body/prompt/$text"] },
    ],
    source: "where the facts are from",
  };
}

function fixtureOf({ name, host, paths: [path = "/"], operation }: Wanted): object {
  const filled = path.replaceAll(/\{\w+(:|\*\*)?\}/g, (found) => (found.endsWith(":}") ? "a:" : "a"));
  return {
    name,
    service: name,
    source: "where the facts are from",
    fidelity: "made from the row",
    method: "POST",
    url: `https://${host.replaceAll("*", "a")}${filled.replaceAll("**", "a")}`,
    body: { model: "example-1", messages: [{ role: "user", content: "hello" }] },
    expected: {
      service: name,
      provider: "unknown",
      operation,
      model_as_sent: "example-1",
      prompt_contains: "hello",
    },
  };
}

/** The list of records with one more: its import in the order of names, its entry after all other services of a host. */
function listWith(list: string, name: string): string {
  const variable = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const line = `import ${variable} from "./services/${name}.json" with { type: "json" };\n`;
  const lines = list.split(/(?<=\n)/);
  const next = lines.findIndex((other) => (/"\.\/services\/(.+)\.json"/.exec(other)?.[1] ?? "") > name);
  const at = next < 0 ? lines.findLastIndex((other) => other.includes('"./services/')) + 1 : next;
  return lines.toSpliced(at, 0, line).join("").replace(SHAPES, `    ${variable},\n${SHAPES}`);
}

function main(args: readonly string[]): number {
  if (args.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const wanted = wantedOf(args);
  if (typeof wanted === "string") {
    console.error(`${wanted}\n\n${USAGE}`);
    return 2;
  }
  const { name } = wanted;
  const record = `shared/catalog/services/${name}.json`;
  const fixture = `test/shared/catalog/fixtures/${name}.json`;
  const taken = [record, fixture].find((file) => existsSync(new URL(file, ROOT)));
  if (taken !== undefined) {
    console.error(`${taken} is there already: choose another name, or mend that record.`);
    return 1;
  }
  writeFileSync(new URL(record, ROOT), `${JSON.stringify(recordOf(wanted), null, 2)}\n`);
  writeFileSync(new URL(fixture, ROOT), `${JSON.stringify(fixtureOf(wanted), null, 2)}\n`);
  writeFileSync(LIST, listWith(readFileSync(LIST, "utf8"), name));
  console.log(`Made ${record}, ${fixture} and the entry in shared/catalog/services.ts. Next:
  1. Say in the record where model, prompt, attachments, account and region stand (shared/catalog/README.md), and its source.
  2. Make the fixture a request as the service really gets it, with what must be read from it.
  3. Move the entry in the list up if another service of the host has wider paths.
  4. npx oxfmt ${record} ${fixture} && npx vitest run --project unit test/shared/catalog`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof TypeError && "code" in error)) throw error;
  console.error(`${error.message}\n\n${USAGE}`); // parseArgs on an option that there is not
  process.exitCode = 2;
}
