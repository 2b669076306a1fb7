import { MODEL_FACTS } from "../../shared/catalog/knowledge.ts";
import { columnsOf, matrixOf, type Matrix } from "../policy-tools/matrix.ts";
import { matrixHtml } from "../policy-tools/matrix-html.ts";
import { matrixCsv, matrixLines } from "../policy-tools/matrix-text.ts";
import { CommandError, EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { momentGiven } from "./moment-given.ts";
import { peopleFileOf, peopleIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { note, plain, print, printJson } from "./print.ts";
import { writeOut } from "./write-out.ts";

/** `policy matrix DIR`: people or groups against models, as a table, CSV, JSON or a page. */
export async function policyMatrix(given: Given): Promise<number> {
  const folder = word(given, 0, "The policy's folder");
  const by = byOf(given);
  const policy = await soundPolicy(folder);
  const people = await peopleIn(peopleFileOf(given, folder));
  const known = MODEL_FACTS.map(({ id }) => id);
  const models = columnsOf(policy, known, given.value("models"));
  const matrix = matrixOf(policy, [...people.values()], { at: momentGiven(given, "at"), by, models });
  const page = given.value("html");
  if (page !== null) await writeOut(page, matrixHtml(matrix));
  if (given.json) printJson(matrix);
  else if (given.flag("csv")) process.stdout.write(matrixCsv(matrix));
  else if (page === null) for (const line of matrixLines(matrix)) print(plain(line));
  else note(`Wrote ${page}.`);
  return EXIT.done;
}

function byOf(given: Given): Matrix["by"] {
  const typed = given.value("by") ?? "person";
  if (typed === "person" || typed === "group") return typed;
  throw new CommandError("usage", `--by "${typed}" is none. Write person or group.`);
}
