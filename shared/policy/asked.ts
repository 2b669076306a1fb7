import { type Asking, REMEMBER, type RuleAsking, type Step, STEPS } from "../schema/asking.ts";
import type { Clearance, ResidualRule } from "../schema/clearance.ts";
import type { Decision } from "../schema/decision.ts";

/** What a person must do before a permitted call goes out, and how they are asked. */
export interface Asked extends Asking {
  readonly steps: readonly Step[];
  /** Ids of the rules that oblige to it; empty where the age of the policy does. */
  readonly rules: readonly string[];
  /** Names of the data classes that must not be in the prompt; empty where nothing is redacted. */
  readonly redacted: readonly string[];
}

/** The steps of a decision, united over the rules that oblige to them: the stricter stands (P1). Null: nothing is asked. */
export function askedBy(clearance: Clearance, { obligations, rules }: Decision): Asked | null {
  const steps = STEPS.filter((step) => obligations.includes(step));
  if (steps.length === 0) return null;
  const ids = new Set(rules);
  const obliging = clearance.rules.filter(
    (rule) => ids.has(rule.id) && rule.obligations.some((one) => STEPS.some((step) => step === one)),
  );
  const said = obliging.map(({ asking }) => filled(clearance.asking, asking));
  return {
    ...(said.length === 0 ? clearance.asking : said.reduce(stricter)),
    steps,
    rules: obliging.map(({ id }) => id),
    redacted: steps.includes("redact") ? redactedBy(clearance, obliging) : [],
  };
}

function filled(usual: Asking, rule: RuleAsking | null): Asking {
  return {
    remember: rule?.remember ?? usual.remember,
    reasons: rule?.reasons ?? usual.reasons,
    freeText: rule?.freeText ?? usual.freeText,
    hold: rule?.hold ?? usual.hold,
  };
}

function stricter(one: Asking, other: Asking): Asking {
  const remember = REMEMBER[Math.min(REMEMBER.indexOf(one.remember), REMEMBER.indexOf(other.remember))];
  return {
    remember: remember ?? "call",
    reasons: [...new Set([...one.reasons, ...other.reasons])],
    freeText: one.freeText && other.freeText,
    hold: Math.min(one.hold, other.hold),
  };
}

/** Without a rule it is the age of the policy that has everything redacted. */
function redactedBy({ dataClasses }: Clearance, obliging: readonly ResidualRule[]): readonly string[] {
  const redacting = obliging.filter(({ obligations }) => obligations.includes("redact"));
  const isAll = redacting.length === 0 || redacting.some(({ when }) => when.dataClasses === null);
  if (isAll) return dataClasses.map(({ name }) => name);
  return [...new Set(redacting.flatMap(({ when }) => when.dataClasses ?? []))];
}
