import { indexCatalog, recognize } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { accountKind, tenantOf } from "../../shared/policy/account.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { missingSentence } from "../../shared/policy/missing-words.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { actionOf } from "../../shared/schema/action.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { momentGiven } from "./moment-given.ts";
import { peopleFileOf, personIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";
import { recognitionLines } from "./recognize-file.ts";
import { callOf } from "./request-file.ts";

/** `policy decide`: the decision of one person's clearance on one recorded request; exit 0 whatever the effect. */
export async function policyDecide(given: Given): Promise<number> {
  const clearance = await clearanceOf(given);
  const call = await callOf(needed(given, "request"));
  const recognition = recognize(indexCatalog(SERVICES), call, { prompt: false });
  if (!recognition) {
    if (given.json) printJson(null);
    else print("This is no AI call: no policy applies to it.");
    return EXIT.found;
  }
  const action = actionOf(recognition.operation);
  if (!action) {
    if (given.json) printJson({ recognition });
    else print(`This call (${recognition.operation}) sends nothing to a model: it is not decided on.`);
    return EXIT.found;
  }
  const decision = decide(prepare(clearance), {
    action,
    models: modelsFor(clearance, recognition),
    account: accountKind(clearance, recognition.account),
    tenant: tenantOf(recognition.account),
    region: recognition.region,
    purpose: null,
    dataClasses: null,
    inspectable: recognition.inspectable,
    time: momentGiven(given, "time"),
    agentAway: false,
    policyAge: 0,
  });
  if (given.json) printJson({ ...decision, recognition });
  else for (const line of decisionLines(decision, clearance, recognition)) print(plain(line));
  return EXIT.done;
}

async function clearanceOf(given: Given): Promise<Clearance> {
  const folder = needed(given, "policy");
  const policy = await soundPolicy(folder);
  return resolve(policy, await personIn(peopleFileOf(given, folder), needed(given, "person")));
}

function decisionLines(
  decision: Decision,
  clearance: Clearance,
  recognition: Recognition,
): readonly string[] {
  const optional: readonly (readonly [string, string])[] = [
    ["Obligations", decision.obligations.join(", ")],
    ["Rules", decision.rules.join(", ")],
    ["Would help", decision.missing.map((missing) => missingSentence(missing, clearance)).join("; ")],
    ["Instead", decision.instead.join(", ")],
    ["Until", decision.until === null ? "" : new Date(decision.until).toISOString()],
  ];
  return [
    `${decision.effect === "permit" ? "Permitted" : "Denied"}: ${decision.because}`,
    ...optional.filter(([, text]) => text !== "").map(([name, text]) => `${name.padEnd(11)} ${text}`),
    `Revision    ${decision.revision}`,
    ...recognitionLines(recognition),
  ];
}
