import { cedarOf } from "../../shared/policy/cedar.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { soundPolicy } from "./policy-files.ts";
import { printJson } from "./print.ts";

/** `policy cedar DIR`: the same policy in Cedar's words, or the schema that goes with it. */
export async function policyCedar(given: Given): Promise<number> {
  const { policies, schema } = cedarOf(await soundPolicy(word(given, 0, "The policy's folder")));
  if (given.json) printJson({ policies, schema });
  else process.stdout.write(given.flag("schema") ? schema : policies);
  return EXIT.done;
}
