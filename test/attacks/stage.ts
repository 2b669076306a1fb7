import { prepare } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import type { BundledFile } from "../../shared/schema/bundle.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Content, Desk } from "../agent/distribution/desk.ts";
import type { RepositoryServer } from "../agent/distribution/repository-server.ts";

/** An endpoint under attack: a real agent, or its client alone. */
export interface Victim {
  /** Folder of what it has verified. */
  readonly floor: string;
  /** Makes it look for newer policy, and waits until it has. */
  look(): Promise<void>;
  /** Ends it without a goodbye and starts it again; it looks at its start. */
  restart(): Promise<void>;
  /** Moves the clock of its machine, in milliseconds from the true time. */
  setClock(offset: number): Promise<void>;
  enforced(): Promise<Enforced>;
  /** The details of its records since the last call, of what was refused, degraded or applied. */
  records(): Promise<readonly string[]>;
}

/** What an endpoint enforces: `decisions` by model. */
export interface Enforced {
  readonly revision: string | null;
  readonly decisions: Readonly<Record<string, string>>;
}

/** Where an attack is played. */
export interface Stage {
  readonly desk: Desk;
  readonly server: RepositoryServer;
  readonly victim: Victim;
  /** What is published and enforced when the attack begins. */
  readonly content: Content;
  /** Every file as it was served at the first publication. */
  readonly old: ReadonlyMap<string, Buffer>;
}

const MODELS = ["anthropic/mythos-5", "anthropic/claude-opus-4-8", "openai/gpt-5.5", "google/gemini-3-pro"];

/** What a clearance makes of a few calls now. */
export function enforcedBy(clearance: Clearance | null): Enforced {
  if (clearance === null) return { revision: null, decisions: {} };
  const authority = prepare(clearance);
  const moment = { time: Date.now(), agentAway: false, policyAge: 0 };
  const decisions = MODELS.map((model) => {
    const { effect, rules } = decide(authority, ordinaryRequest(model, "chat", moment));
    return [model, [effect, ...rules].join(" ")] as const;
  });
  return { revision: clearance.revision, decisions: Object.fromEntries(decisions) };
}

/** A policy that permits the models of Anthropic and one more. */
function policyFile(more: string): BundledFile {
  return {
    file: "main.yaml",
    text: `lanyard: 1
organization: Example Corp
unidentified: forbid
rules:
  - {id: claude, permit: [chat], models: ["anthropic/*"]}
  - {id: ${more}, permit: [chat], models: ["${more}/*"]}
`,
  };
}

/** A file with one directive, and whatever stands beside it. */
export function directiveFile(id: string, rule: string, more = ""): BundledFile {
  return { file: `${id}.yaml`, text: `lanyard: 1\ndirectives:\n  - {id: ${id}, ${rule}}\n${more}` };
}

/** What is published first, second, and by an honest desk after an attack. */
export const FIRST: Content = {
  releases: { r1: [policyFile("google")] },
  rings: [{ release: "r1", share: 100, groups: [] }],
  directives: [],
};
export const SECOND: Content = {
  releases: { r2: [policyFile("openai")] },
  rings: [{ release: "r2", share: 100, groups: [] }],
  directives: [directiveFile("june", "forbid: all, models: [anthropic/mythos-5], because: Stop.")],
};
export const THIRD: Content = {
  releases: { r3: [policyFile("openai")] },
  rings: [{ release: "r3", share: 100, groups: [] }],
  directives: [...SECOND.directives, directiveFile("later", "forbid: all, models: [openai/gpt-5.5]")],
};
