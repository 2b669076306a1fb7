import { type Authority, prepare } from "../../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Person } from "../../../shared/schema/person.ts";
import type { NaiveAnswer } from "./naive.ts";

export function authorityOf(law: CompiledPolicy, whom: Person): Authority {
  return prepare(resolve(law, whom));
}

/** What the engine answers, but for the words and the advice. */
export function answerOf(law: CompiledPolicy, whom: Person, asked: AccessRequest): NaiveAnswer {
  const {
    because: _because,
    instead: _instead,
    revision: _revision,
    ...answer
  } = decide(authorityOf(law, whom), asked);
  return answer;
}

/** The same with what has no order in order, and each thing once. */
export function asSets(answer: NaiveAnswer) {
  const missing = answer.missing.map(({ kind, value }) => `${kind} ${value}`);
  const shadow = answer.shadow && { ...answer.shadow, rules: set(answer.shadow.rules) };
  const licenses = set(
    answer.licenses.map(({ id, kind, number, authority, holder }) =>
      [kind, id, number, authority, holder].join(" "),
    ),
  );
  return { ...answer, rules: set(answer.rules), missing: set(missing), shadow, licenses };
}

function set(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
