import { canonicalModel } from "../../shared/catalog/identity.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { explainDecision } from "../../shared/policy/explain.ts";
import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { ACTIONS, type Action } from "../../shared/schema/action.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { momentGiven } from "./moment-given.ts";
import { peopleFileOf, personIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";

/** `policy explain`: how one person stands to one model for an action, in sentences to that person. */
export async function policyExplain(given: Given): Promise<number> {
  const folder = needed(given, "policy");
  const model = modelOf(given);
  const action = actionOf(given);
  const time = momentGiven(given, "at");
  const policy = await soundPolicy(folder);
  const person = await personIn(peopleFileOf(given, folder), needed(given, "person"));
  const authority = prepare(resolve(policy, person));
  const request = ordinaryRequest(model, action, { time, agentAway: false, policyAge: 0 });
  const decision = decide(authority, request);
  const sentences = explainDecision(authority.clearance, request, decision);
  if (given.json) printJson({ ...decision, sentences });
  else for (const sentence of [...sentences, ...behind(decision.rules)]) print(plain(sentence));
  return EXIT.done;
}

/** The rules are IT's words, not the person's: they stand apart. */
function behind(rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [] : [`Rules: ${rules.join(", ")}.`];
}

function modelOf(given: Given): string {
  const typed = needed(given, "model");
  if (/^[^/*\s]+\/[^*\s]+$/.test(typed)) return canonicalModel(typed);
  throw new CommandError(
    "usage",
    `--model "${typed}" is no model. Write provider/model, as in anthropic/mythos-5.`,
  );
}

function actionOf(given: Given): Action {
  const typed = given.value("action") ?? "chat";
  const action = ACTIONS.find((one) => one === typed);
  if (action) return action;
  throw new CommandError("usage", `--action "${typed}" is none. Write one of: ${ACTIONS.join(", ")}.`);
}
