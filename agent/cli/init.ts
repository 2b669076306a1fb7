import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemWords } from "../platform/fault.ts";
import { writeDurably } from "../publishing/durable.ts";
import { endpointLines, newDeskFiles, type NewDesk } from "../publishing/new-desk.ts";
import { deskOf } from "./desk.ts";
import { CommandError } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { goneCode, sendOut } from "./going-out.ts";
import { newPassphrases } from "./passphrases.ts";
import { note, plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

/** `init DIR`: a desk with keys, root, a sample policy and its first publication, in one go. */
export async function init(given: Given): Promise<number> {
  const folder = resolve(word(given, 0, "The folder of the new desk"));
  await verifyEmpty(folder);
  const wanted = deskWanted(given);
  const progress = new Progress(process.stderr);
  const files = await newDeskFiles({ ...wanted, onKey: (_key, done, of) => progress.show(done, of) });
  progress.clear();
  for (const [file, text] of files) await write(join(folder, file), text, file.startsWith("keys/"));
  note(`Made ${files.size} files in ${folder}, the keys of ${wanted.signers} signers among them.`);
  const desk = await deskOf({
    ...given,
    value: (name) => (name === "desk" ? folder : given.value(name)),
    values: () => [],
  });
  const gone = await sendOut(desk);
  const endpoint = endpointLines(wanted);
  if (given.json) printJson({ folder, root: join(folder, "root.json"), agent: endpoint, ...gone });
  else for (const line of handOver(folder, endpoint)) print(plain(line));
  return goneCode(gone);
}

function deskWanted(given: Given): NewDesk {
  const organization = given.value("organization") ?? "Example Corp";
  const broker = given.value("nudge");
  const url = (given.value("url") ?? "https://policy.example.com/lanyard/").replace(/\/*$/, "/");
  if (!/^https:\/\/[^/]|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url))
    throw new CommandError(
      "usage",
      `--url "${url}" is no address that endpoints fetch from. Write https://…/.`,
    );
  const signers = count(given, "signers", 3);
  return {
    organization,
    url,
    nudge: broker === null ? null : { url: broker, topic: `lanyard/${slug(organization)}` },
    signers,
    threshold: count(given, "threshold", Math.min(2, signers)),
    now: Date.now(),
    passphrase: newPassphrases(given),
  };
}

function count(given: Given, name: string, usual: number): number {
  const typed = given.value(name);
  if (typed === null) return usual;
  if (/^[1-9]\d?$/.test(typed)) return Number(typed);
  throw new CommandError("usage", `--${name} "${typed}" is no number of people.`);
}

function slug(organization: string): string {
  const plainName = organization
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return plainName === "" ? "company" : plainName;
}

async function verifyEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0)
    throw new CommandError(
      "found",
      `${folder} is not empty. Name a folder that is, or that is not there yet.`,
    );
}

async function write(file: string, text: string, isSecret: boolean): Promise<void> {
  try {
    if (isSecret) await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
    await writeDurably(file, text, isSecret ? 0o600 : 0o644);
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
  }
}

function handOver(folder: string, endpoint: string): readonly string[] {
  return [
    `Give each endpoint ${join(folder, "root.json")}, beside its agent.yaml, and these lines in that:`,
    "",
    ...endpoint.split("\n"),
    "",
    `Serve ${join(folder, "site")} at that address, or write another place into publisher.yaml.`,
    "Move the files keys/root-* and keys/policy-* to the people whose they are.",
    `Every hour, by a timer: lanyard repository refresh --desk ${folder}`,
  ];
}
