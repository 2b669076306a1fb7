import { KNOWLEDGE } from "../../shared/catalog/knowledge.ts";
import { prepare, type Authority } from "../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { load } from "../../shared/policy/load.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { PolicyReading } from "../distribution/policy-source.ts";
import type { People } from "../facts/people.ts";
import { rulesIn } from "../policy-tools/rule-text.ts";
import type { RuleText } from "./api/answers.ts";

/** People whose clearance is kept at a time. */
const KEPT = 64;

const UNSOUND = "The policy that is here has problems. `lanyard policy check` says which.";

/** The policy and the people that are here, for looking up what an event speaks of. */
export class Rulebook {
  /** Null where there is no sound policy. */
  readonly policy: CompiledPolicy | null;
  /** What decisions under it name (P9); null where there is none. */
  readonly revision: string | null;
  /** Why there is none, in a sentence. */
  readonly problem: string | null;
  readonly #files: readonly PolicyFile[];
  readonly #people: People;
  readonly #authorities = new Map<string, Authority>();

  constructor(reading: PolicyReading, people: People) {
    this.#files = reading.ok ? reading.files : [];
    this.#people = people;
    const loaded = reading.ok ? load(reading.files, KNOWLEDGE) : null;
    this.policy = loaded !== null && "policy" in loaded ? loaded.policy : null;
    this.revision =
      this.policy === null ? null : ((reading.ok ? reading.revision : null) ?? this.policy.revision);
    this.problem = this.policy !== null ? null : reading.ok ? UNSOUND : reading.problem;
  }

  /** Who a person is to the policy; null where it, or the people file, knows nobody of that id. */
  authorityOf(person: string): Authority | null {
    const known = this.#authorities.get(person);
    const facts = this.#people.get(person);
    if (known !== undefined || this.policy === null || facts === undefined) return known ?? null;
    const [oldest] = this.#authorities.keys();
    if (this.#authorities.size >= KEPT && oldest !== undefined) this.#authorities.delete(oldest);
    const authority = prepare(resolve(this.policy, facts));
    this.#authorities.set(person, authority);
    return authority;
  }

  /** A rule, guardrail or directive as it is written in the policy's files. */
  ruleText(id: string): RuleText {
    for (const file of this.#files) {
      const found = file.text.includes(id) ? rulesIn(file).get(id) : undefined;
      if (found !== undefined) return { id, place: `${file.file}:${found.line}`, text: found.text };
    }
    return { id, place: null, text: null };
  }
}
