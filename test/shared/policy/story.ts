import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { prepare } from "../../../shared/policy/authority.ts";
import { compile } from "../../../shared/policy/compile.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { parse, type PolicySource } from "../../../shared/policy/parse.ts";
import type { Problem } from "../../../shared/policy/problem.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Person } from "../../../shared/schema/person.ts";

/** The policy of design.md section 3, as it stands there. */
export const DESIGN_POLICY = `
lanyard: 1
levels: [open, standard, restricted, controlled]      # ascending
default: forbid
unidentified: forbid
classify:
  - models: [anthropic/mythos-5]
    level: controlled
    compartments: [cyber]
  - models: ["openai/*", "anthropic/*", "google/*"]
    level: standard
rules:
  - id: engineering-chat
    permit: [chat, file_upload]
    models: ["anthropic/claude-*", "openai/gpt-*"]
    who: { groups: [engineering] }
    when: { account: corporate }
  - id: is-informed-2026-06-12
    forbid: all
    models: [anthropic/mythos-5, anthropic/fable-5]
    unless: [us-person, license]
    because: A license is required before any foreign person uses this model.
    instead: [anthropic/claude-opus-4-8]
`;

/** The least that a policy must say. */
export const HEAD = "lanyard: 1\nunidentified: forbid\n";

/** The source of a policy that is right; throws with its problems where it is not. */
export function sourceOf(text: string): PolicySource {
  const parsed = parse([{ file: "policy.yaml", text }]);
  if ("ok" in parsed) return parsed.ok;
  throw new Error(parsed.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
}

/** Everything that is wrong with a policy; empty where nothing is. */
export function problemsOf(text: string): readonly Problem[] {
  const parsed = parse([{ file: "policy.yaml", text }]);
  return "ok" in parsed ? [] : parsed.problems;
}

export function policyOf(text: string): CompiledPolicy {
  return compile(sourceOf(text), KNOWLEDGE);
}

/** An engineer with a clearance for ordinary models, of whom nothing is proven. */
export const ENGINEER: Person = {
  id: "engineer-17@example.com",
  groups: ["engineering"],
  level: "standard",
  compartments: [],
  us_person: "unknown",
};

export const NOON = Date.parse("2026-06-12T12:00:00Z");

/** A readable chat with Claude Opus 4.8 on the company's account, at noon, with the agent there. */
export const CHAT: AccessRequest = {
  action: "chat",
  models: ["anthropic/claude-opus-4-8"],
  account: "corporate",
  tenant: null,
  region: null,
  purpose: null,
  dataClasses: null,
  inspectable: true,
  time: NOON,
  agentAway: false,
  policyAge: 0,
};

export function authorityOf(text: string, person: Partial<Person> = {}) {
  return prepare(resolve(policyOf(text), { ...ENGINEER, ...person }));
}

/** Decides a call that differs from `CHAT`, for a person who differs from `ENGINEER`. */
export function ask(text: string, call: Partial<AccessRequest> = {}, person: Partial<Person> = {}) {
  return decide(authorityOf(text, person), { ...CHAT, ...call });
}
