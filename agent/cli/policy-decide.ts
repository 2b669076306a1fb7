import { dirname, join, resolve as absolute } from "node:path";
import { indexCatalog, recognize } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { accountKind } from "../../shared/policy/account.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { missingSentence } from "../../shared/policy/missing.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { actionOf } from "../../shared/schema/action.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Person } from "../../shared/schema/person.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { parsePeople } from "../facts/people.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { policyOf } from "./policy-files.ts";
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
    models: recognition.model === null ? recognition.mayBe : [recognition.model],
    account: accountKind(clearance, recognition.account),
    inspectable: recognition.inspectable,
    time: momentOf(given),
    agentAway: false,
  });
  if (given.json) printJson({ ...decision, recognition });
  else for (const line of decisionLines(decision, clearance, recognition)) print(plain(line));
  return EXIT.done;
}

async function clearanceOf(given: Given): Promise<Clearance> {
  const folder = needed(given, "policy");
  const found = await policyOf(folder);
  if ("problems" in found)
    throw new CommandError(
      "found",
      `The policy has problems.\n${found.problems.map(problemLine).join("\n")}`,
    );
  const file = given.value("people") ?? join(dirname(absolute(folder)), "people.yaml");
  return resolve(found.policy, await personIn(file, needed(given, "person")));
}

async function personIn(file: string, id: string): Promise<Person> {
  const reading = parsePeople(file, await textOf(file));
  if (!reading.ok)
    throw new CommandError(
      "found",
      `The people file has problems.\n${reading.problems.map(problemLine).join("\n")}`,
    );
  const person = reading.value.get(id);
  if (person) return person;
  const known = [...reading.value.keys()].slice(0, 10).join(", ");
  throw new CommandError("usage", `${file} has no person "${id}". It has: ${known}.`);
}

function momentOf(given: Given): number {
  const typed = given.value("time");
  if (typed === null) return Date.now();
  const time = Date.parse(typed);
  if (Number.isNaN(time))
    throw new CommandError("usage", `--time "${typed}" is no time. Write one as in 2026-06-12T21:21:00Z.`);
  return time;
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
