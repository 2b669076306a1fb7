import { policyJsonSchema } from "../../shared/policy/json-schema.ts";
import { testFileJsonSchema } from "../policy-tools/test-file.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { note, print, printJson } from "./print.ts";
import { writeOut } from "./write-out.ts";

/** `policy schema`: the JSON Schema of policy files, or of their tests, on stdout or into a file. */
export async function policySchema(given: Given): Promise<number> {
  const schema = given.flag("tests") ? testFileJsonSchema() : policyJsonSchema();
  const file = given.value("out");
  if (file === null) {
    if (given.json) printJson(schema);
    else print(JSON.stringify(schema, null, 2));
    return EXIT.done;
  }
  await writeOut(file, `${JSON.stringify(schema, null, 2)}\n`);
  if (given.json) printJson({ file });
  else
    note(
      `Wrote ${file}. Editors use it where a YAML file begins with:\n# yaml-language-server: $schema=${file}`,
    );
  return EXIT.done;
}
