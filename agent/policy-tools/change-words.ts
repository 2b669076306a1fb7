import { ACTION_WORDS, list } from "../../shared/policy/because.ts";
import { ACTIONS, type Action } from "../../shared/schema/action.ts";
import type { Obligation } from "../../shared/schema/decision.ts";
import type { AccessChange } from "./access-change.ts";
import { ANY_OTHER, type CallName, type Sent } from "./model-classes.ts";

/** Names and ids that one line shows before it counts the others. */
const SHOWN = 8;

/** One change of access as a sentence: "12 people lose chat on Mythos 5: ada@example.com, …". */
export function changeSentence(change: AccessChange, nameOf: (model: string) => string): string {
  const { people, models, rules, circumstance } = change;
  const verb = people.length === 1 ? VERBS[change.kind][0] : VERBS[change.kind][1];
  const who = people.length === 1 ? "1 person" : `${people.length} people`;
  const words = [
    `${who} ${verb} ${actionWords(change.actions)} on ${modelWords(models, nameOf)}`,
    circumstance,
    obligationWords(change),
    dateWords(change),
  ];
  const by = rules.length === 0 ? "" : ` (${shown(rules, rules.length)})`;
  return `${words.filter(Boolean).join(" ")}${by}: ${shown(people, people.length)}.`;
}

/** For one person, and for several. */
const VERBS: Readonly<Record<AccessChange["kind"], readonly [string, string]>> = {
  lost: ["loses", "lose"],
  gained: ["gains", "gain"],
  asked_more: ["is asked more for", "are asked more for"],
  asked_less: ["is asked less for", "are asked less for"],
};

/** Actions for people: "chat and file uploads", or "everything". */
function actionWords(actions: readonly Action[]): string {
  return actions.length === ACTIONS.length ? "everything" : list(actions.map((one) => ACTION_WORDS[one]));
}

function modelWords(names: readonly CallName[], nameOf: (model: string) => string): string {
  const plain = names.filter((name) => typeof name === "string" && name !== ANY_OTHER).map(String);
  const sent = names.filter((name) => typeof name === "object" && name !== null);
  const more = plain.length > SHOWN ? [`${plain.length - SHOWN} more models`] : [];
  return list([
    ...plain.slice(0, SHOWN).map(nameOf),
    ...more,
    ...sent.map(sentWords),
    ...(names.includes(ANY_OTHER) ? ["every model that nobody lists"] : []),
    ...(names.includes(null) ? ["calls that name no model"] : []),
  ]);
}

function sentWords({ service, sent, host, alias }: Sent): string {
  const what = alias ?? sent;
  const where = host ?? service;
  return what === "" || what === "*" ? `what ${where} chooses` : `“${what}” of ${where}`;
}

function obligationWords({ added, dropped }: AccessChange): string {
  const more = added.length > 0 ? `with ${obligations(added)}` : "";
  const less = dropped.length > 0 ? `without ${obligations(dropped)}` : "";
  return [more, less].filter(Boolean).join(", ");
}

function obligations(names: readonly Obligation[]): string {
  return list(names);
}

function dateWords({ from, until }: AccessChange): string {
  const begin = from === null ? "" : `from ${momentWords(from)}`;
  return [begin, until === null ? "" : `until ${momentWords(until)}`].filter(Boolean).join(" ");
}

/** A moment to the minute, in UTC. */
export function momentWords(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function shown(names: readonly string[], count: number): string {
  const some = names.slice(0, SHOWN).join(", ");
  return count > SHOWN ? `${some} and ${count - SHOWN} more` : some;
}
