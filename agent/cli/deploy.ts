import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BROWSER_KINDS, type BrowserKind, type Deployment } from "../deploy/browser-policy.ts";
import { BROWSER_NAMES, deploymentGuide } from "../deploy/deployment-guide.ts";
import { FORMATS } from "../deploy/format-names.ts";
import { type DeploymentFile, deploymentFiles, formatsOf } from "../deploy/formats.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import { type Given, needed, word } from "./given.ts";
import { familyOf } from "./host-manifest.ts";
import { print, printJson } from "./print.ts";

/** `deploy`: the browser policies as files for the tools that IT has; all of them into a folder, or one on stdout. */
export async function deploy(given: Given): Promise<number> {
  const kind = browserOf(word(given, 0, "The browser"));
  const deployment = deploymentOf(given, kind);
  const files = deploymentFiles(kind, deployment);
  const out = given.value("out");
  const format = given.value("format");
  if ((out === null) === (format === null))
    throw new CommandError("usage", "Write one of --out, for every file, and --format, for one on stdout.");
  if (out === null) printOne(given, kind, files);
  else await writeAll(given, kind, out, [...files, guide(kind, deployment, files)]);
  return EXIT.done;
}

/** The browser that a word names; throws `usage`. */
export function browserOf(name: string): BrowserKind {
  const kind = BROWSER_KINDS.find((one) => one === name);
  if (kind) return kind;
  throw new CommandError("usage", `"${name}" is no browser here. Write one of: ${BROWSER_KINDS.join(", ")}.`);
}

function deploymentOf(given: Given, kind: BrowserKind): Deployment {
  const pac = given.value("pac");
  const unsigned = given.flag("unsigned");
  if (unsigned && kind !== "firefox")
    throw new CommandError(
      "usage",
      "--unsigned is for Firefox: Chromium's family asks for no maker's signature.",
    );
  return {
    extensionId: extensionId(needed(given, "extension-id"), kind),
    updateUrl: address(needed(given, "update-url"), "update-url"),
    allowed: given.values("allow-extension").map((id) => extensionId(id, kind)),
    programs: given.values("allow-program").map((name) => fitting(PROGRAM, name, "allow-program", kind)),
    domains: given.values("google-domain").map((name) => fitting(DOMAIN, name, "google-domain", kind)),
    pac: pac === null ? null : address(pac, "pac"),
    unsigned,
  };
}

function extensionId(id: string, kind: BrowserKind): string {
  if (familyOf(id) === (kind === "firefox" ? "firefox" : "chromium")) return id;
  throw new CommandError(
    "usage",
    `"${id}" is no extension id of ${BROWSER_NAMES[kind]}. Chromium's have 32 letters from a to p, Firefox's look like name@company.`,
  );
}

function address(text: string, option: string): string {
  if (URL.canParse(text)) return new URL(text).href;
  throw new CommandError("usage", `--${option}: "${text}" is no address. Write it whole, as in https://….`);
}

/** Names of native programs, and of domains. */
const PROGRAM = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

function fitting(form: RegExp, text: string, option: string, kind: BrowserKind): string {
  if (option === "allow-program" && kind === "firefox")
    throw new CommandError("usage", "--allow-program: Firefox has no policy about native programs.");
  if (form.test(text)) return text;
  throw new CommandError("usage", `--${option}: "${text}" is no name of that kind.`);
}

function guide(
  kind: BrowserKind,
  deployment: Deployment,
  files: readonly DeploymentFile[],
): Pick<DeploymentFile, "name" | "text"> {
  return { name: "README.md", text: deploymentGuide(kind, deployment, files) };
}

function printOne(given: Given, kind: BrowserKind, files: readonly DeploymentFile[]): void {
  const format = given.value("format");
  const file = files.find((one) => one.format === format);
  if (file === undefined) {
    const known = FORMATS.some((one) => one === format);
    const why = known ? `${BROWSER_NAMES[kind]} does not read ${format}` : `"${format}" is no format`;
    throw new CommandError("usage", `${why}. Write one of: ${formatsOf(kind).join(", ")}.`);
  }
  if (given.json) printJson({ browser: kind, format, text: file.text });
  else process.stdout.write(file.text);
}

async function writeAll(
  given: Given,
  kind: BrowserKind,
  out: string,
  files: readonly Pick<DeploymentFile, "name" | "text">[],
): Promise<void> {
  const written: string[] = [];
  for (const { name, text } of files) {
    const file = join(out, name);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
    }
    written.push(file);
  }
  if (given.json) printJson({ browser: kind, files: written });
  else for (const file of written) print(`Wrote ${file}`);
}
