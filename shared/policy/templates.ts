import { Rule, type Template, type Use } from "../schema/policy.ts";
import type { Unplaced } from "./problem.ts";
import { meant } from "./spelling.ts";
import { shown } from "./wrong.ts";

/** Most uses of one template by another, one inside the other. */
const NESTING_LIMIT = 8;

/** Characters and values that all templates of a folder may make: many rules, and no bomb. */
const SIZE_LIMIT = 32_000_000;

/** Longest text that a template may make, in characters: no text of a policy is longer. */
const TEXT_LIMIT = 2_000;

const SLOT = /\{([a-z][a-z0-9_-]{0,63})\}/g;

/** Longest list that a template may make. */
const LIST_LIMIT = 10_000;

export type Templates = ReadonlyMap<string, Template>;

/** How much templates may still make. */
export interface Budget {
  left: number;
}

/** A budget for one folder. */
export function templateBudget(): Budget {
  return { left: SIZE_LIMIT };
}

type Filled = Use["with"] & object;

/** What is wrong with a template wherever it is used, with the key of the template in which it is. */
export function templateProblem(name: string, templates: Templates): readonly [string, Unplaced] | null {
  const template = templates.get(name);
  if (!template) return null;
  const { rule, slots } = template;
  const unknown = slotsIn(rule).find((slot) => !slots.includes(slot));
  if (unknown !== undefined)
    return ["rule", slotProblem(`{${unknown}} is none of its slots`, unknown, slots)];
  const unused = slots.find((slot) => !slotsIn(rule).includes(slot));
  if (unused !== undefined)
    return ["slots", slotProblem(`the slot ${unused} stands nowhere in its rule`, "", slots)];
  const use = useOf(rule);
  if (use) return chainProblem(name, use, templates);
  const odd = Object.keys(rule).find((key) => !Object.hasOwn(Rule.shape, key));
  if (odd === undefined) return null;
  const what = `the key ${shown(odd)} is not known in a rule.`;
  return ["rule", { code: "unknown_key", message: what, mend: meant(odd, Object.keys(Rule.shape)) }];
}

/** A template that comes back to itself would never end. */
function chainProblem(name: string, first: Use, templates: Templates): readonly [string, Unplaced] | null {
  const chain = [name];
  let use: Use | null = first;
  while (use !== null) {
    const problem = useProblem(use, templates);
    if (problem) return ["rule", problem];
    if (chain.includes(use.use)) return ["rule", cycle([...chain, use.use])];
    if (chain.length > NESTING_LIMIT) return ["rule", tooDeep(chain)];
    chain.push(use.use);
    use = useOf(templates.get(use.use)?.rule ?? {});
  }
  return null;
}

function cycle(chain: readonly string[]): Unplaced {
  const message = `it uses itself: ${chain.map(shown).join(" uses ")}.`;
  return { code: "template_cycle", message, mend: "Write the rule out in one of them." };
}

function tooDeep(chain: readonly string[]): Unplaced {
  const message = `templates use one another more than ${NESTING_LIMIT} deep: ${chain.map(shown).join(", ")}.`;
  return { code: "template_too_large", message, mend: "Write the rule out in one of them." };
}

/** A template that is not there, a slot that is not filled, or one that it does not have. */
function useProblem(use: Use, templates: Templates): Unplaced | null {
  const template = templates.get(use.use);
  if (!template) {
    const message = `there is no template ${shown(use.use)}.`;
    return { code: "unknown_template", message, mend: meant(use.use, [...templates.keys()]) };
  }
  const given = Object.keys(use.with ?? {});
  const odd = given.find((slot) => !template.slots.includes(slot));
  if (odd !== undefined)
    return slotProblem(`the template ${shown(use.use)} has no slot ${shown(odd)}`, odd, template.slots);
  const empty = template.slots.find((slot) => !given.includes(slot));
  if (empty === undefined) return null;
  const message = `the slot ${empty} of the template ${shown(use.use)} is not filled.`;
  return { code: "template_slot", message, mend: `Write \`with: { ${empty}: … }\`.` };
}

function slotProblem(what: string, word: string, slots: readonly string[]): Unplaced {
  const mend = slots.length > 0 ? meant(word, slots) : "Write its name among `slots`.";
  return { code: "template_slot", message: `${what}.`, mend };
}

/** The sentence that a use of sound templates stands for; a problem where it does not fit or grows too large. */
export function expand(
  use: Use,
  templates: Templates,
  budget: Budget,
): { readonly rule: unknown } | Unplaced {
  let current = use;
  for (;;) {
    const problem = useProblem(current, templates);
    if (problem) return problem;
    const template = templates.get(current.use);
    const filled = fill(template?.rule, current.with ?? {}, budget);
    if (filled instanceof Misfit) return filled.problem;
    const next = useOf(filled);
    if (!next) return { rule: filled };
    current = next;
  }
}

/** A use where the value is one: its form is the schema's to check where it is a rule. */
function useOf(value: unknown): Use | null {
  if (typeof value !== "object" || value === null || !("use" in value) || typeof value.use !== "string")
    return null;
  return "with" in value && typeof value.with === "object" && value.with !== null
    ? { use: value.use, with: value.with as Filled }
    : { use: value.use };
}

/** What cannot be filled in, as a value: it comes up from any depth. */
class Misfit {
  readonly problem: Unplaced;
  constructor(problem: Unplaced) {
    this.problem = problem;
  }
}

function fill(value: unknown, slots: Filled, budget: Budget): unknown {
  budget.left -= typeof value === "string" ? value.length + 1 : 1;
  if (budget.left < 0) return new Misfit(TOO_LARGE);
  if (typeof value === "string") return fillText(value, slots, budget);
  if (Array.isArray(value)) return fillList(value, slots, budget);
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, at] of Object.entries(value)) {
    const filled = fill(at, slots, budget);
    if (filled instanceof Misfit) return filled;
    entries.push([key, filled]);
  }
  return Object.fromEntries(entries);
}

/** A slot that is a list adds its items to the list in which it stands. */
function fillList(list: readonly unknown[], slots: Filled, budget: Budget): unknown {
  const items: unknown[] = [];
  for (const value of list) {
    const filled = fill(value, slots, budget);
    if (filled instanceof Misfit) return filled;
    if (!Array.isArray(filled) || Array.isArray(value)) items.push(filled);
    else for (const item of filled) items.push(item);
    if (items.length > LIST_LIMIT) return new Misfit(TOO_LARGE);
  }
  return items;
}

function fillText(text: string, slots: Filled, budget: Budget): unknown {
  const alone = /^\{([a-z][a-z0-9_-]{0,63})\}$/.exec(text)?.[1];
  const whole = alone === undefined || !Object.hasOwn(slots, alone) ? undefined : slots[alone];
  if (whole !== undefined) {
    budget.left -= Array.isArray(whole) ? whole.length : 1;
    return budget.left < 0 ? new Misfit(TOO_LARGE) : whole;
  }
  let list: string | null = null;
  const made = text.replaceAll(SLOT, (_, slot: string) => {
    const value = Object.hasOwn(slots, slot) ? slots[slot] : undefined;
    if (Array.isArray(value)) list = slot;
    return String(value);
  });
  if (list !== null) return new Misfit(listAmidText(list));
  budget.left -= made.length;
  return made.length > TEXT_LIMIT || budget.left < 0 ? new Misfit(TOO_LARGE) : made;
}

function listAmidText(slot: string): Unplaced {
  const message = `the slot ${slot} is a list, and stands amid a text.`;
  return {
    code: "template_slot",
    message,
    mend: `Fill ${slot} with one text, or let it stand alone: "{${slot}}".`,
  };
}

const TOO_LARGE: Unplaced = {
  code: "template_too_large",
  message: "templates make more text here than a rule may have.",
  mend: "Use shorter texts and fewer slots inside slots.",
};

function slotsIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(SLOT)].map(([, slot = ""]) => slot);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((one) => slotsIn(one));
}
