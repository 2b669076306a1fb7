import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newIssuerKey } from "../../../agent/passport/issue/key-file.ts";
import type { SigningKey } from "../../../agent/passport/signing-key.ts";
import type { AccessEvent } from "../../../shared/schema/access-event.ts";
import type { AccessAsked } from "../../../shared/wire/access.ts";
import { makeSite, run, type Ran, type Site } from "../running.ts";
import type { Talk } from "../talk.ts";
import { journalOf } from "../witness.ts";

const MINUTE = 60_000;

/** Whoever has a key at the desk: two approvers, and Ada, who may approve others. */
export type Signer = "lee" | "mo" | "ada" | "stranger";
const SIGNERS: readonly Signer[] = ["lee", "mo", "ada", "stranger"];

const made = await Promise.all(
  SIGNERS.map(async (name) => [name, await newIssuerKey("EdDSA", "correct horse battery", 2)] as const),
);
const KEYS: ReadonlyMap<Signer, { readonly key: SigningKey; readonly file: string }> = new Map(made);

/** The rules of the tests: Mythos 5 is controlled and Fable 5 is not, and both take a grant. */
const RULES = `lanyard: 1
organization: Example Corp
levels: [open, standard, controlled]
unidentified: forbid
classify:
  - {models: ["anthropic/*"], level: standard}
  - {models: [anthropic/mythos-5], level: controlled}
rules:
  - {id: claude, permit: [chat], models: ["anthropic/*"], who: {groups: [engineering]}}
  - {id: held, forbid: all, models: [anthropic/mythos-5, anthropic/fable-5], unless: [grant], because: It takes a grant.}
`;

/** What people may ask for; `more`: further lines below `requests`, and without whom. */
export function requestsOf({
  more = "",
  without,
}: { readonly more?: string; readonly without?: Signer } = {}): string {
  const approvers = SIGNERS.filter((name) => name !== "stranger" && name !== without).map(
    (name) => `    - {person: ${name}@example.com, key: ${JSON.stringify(KEYS.get(name)?.key.public)}}\n`,
  );
  return `requests:\n  models: [anthropic/mythos-5, anthropic/fable-5]\n  longest: 8h\n${more}  approvers:\n${approvers.join("")}`;
}

/** An endpoint, and the desk that decides on its requests, in one folder. */
export class DeskSite {
  readonly site: Site;

  constructor(requests = requestsOf(), site = makeSite()) {
    this.site = site;
    this.publish(requests);
    appendFileSync(site.config, "requests: {folder: requests}\n");
    for (const [name, { file }] of KEYS) writeFileSync(join(site.folder, `${name}.key`), file);
    writeFileSync(join(site.folder, "pass"), "correct horse battery\n");
    for (const folder of ["requests", "grants"]) mkdirSync(join(site.folder, folder));
  }

  /** Puts out another policy. */
  publish(requests: string): void {
    writeFileSync(this.site.policy, RULES + requests);
  }

  /** Runs a command of the desk, as somebody. */
  decide(
    who: Signer,
    what: "approve" | "decline" | "withdraw",
    id: string,
    ...more: readonly string[]
  ): Promise<Ran> {
    const signing = ["--key", `${who}.key`, "--passphrase-file", "pass", "--yes"];
    return this.run([what, id, ...signing, ...more]);
  }

  run([what = "", ...words]: readonly string[]): Promise<Ran> {
    const places = ["--policy", "policy", "--requests", "requests", "--grants", "grants"];
    return run(this.site, ["request", what, ...places, ...words]);
  }

  answerFile(id: string): string {
    return join(this.site.folder, "grants", `${id}.json`);
  }

  answer(id: string): string {
    return readFileSync(this.answerFile(id), "utf8");
  }

  /** What the journal has of requests, as `what`, in its order. */
  records(id: string): readonly AccessEvent[] {
    return journalOf(this.site).filter(
      (event) => event.kind === "access" && event.request === id,
    ) as AccessEvent[];
  }

  key(who: Signer): SigningKey {
    const found = KEYS.get(who);
    if (!found) throw new Error(`There is no key of ${who}.`);
    return found.key;
  }
}

/** Asks for a model as an extension does, and gives the request's id. */
export function ask(talk: Talk, model = "anthropic/fable-5", lasts = 30 * MINUTE): string {
  const id = randomUUID();
  const reason = "The parser audit needs it.";
  talk.send({ type: "ask_access", id, model, purpose: null, reason, until: Date.now() + lasts });
  return id;
}

/** The first state from a place on in which a request stands so. */
export async function standing(
  talk: Talk,
  id: string,
  state: AccessAsked["state"],
  accept: (asked: AccessAsked) => boolean = () => true,
): Promise<AccessAsked> {
  const found = await talk.state(
    ({ access }) =>
      access?.requests.some((one) => one.id === id && one.state === state && accept(one)) === true,
  );
  const asked = found.access?.requests.find((one) => one.id === id);
  if (!asked) throw new Error("It was there a moment ago.");
  return asked;
}
