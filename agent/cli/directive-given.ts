import { basename } from "node:path";
import type { Directive } from "../publishing/directive.ts";
import { directivesIn } from "../publishing/directive.ts";
import { directiveOf, type DirectiveAsked } from "../publishing/directive-made.ts";
import { sentenceParts, type DirectiveParts } from "../publishing/directive-words.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";

/** Options of `directive issue` that say a part of the directive. */
const PARTS = ["forbid", "require", "models", "unless", "because", "from", "until", "instead"] as const;

/** The directives that a command line asks for: of a file, of a sentence, of flags, or of the latter two together. */
export async function directivesGiven(
  given: Given,
  now: number,
  taken: ReadonlySet<string>,
): Promise<readonly Directive[]> {
  const file = given.value("file");
  const sentence = given.words.join(" ");
  const flags = flagParts(given);
  if (file === null)
    return [
      directiveOf(
        { ...joined(sentence === "" ? {} : sentenceParts(sentence), flags), ...only(given) },
        now,
        taken,
      ),
    ];
  if (sentence !== "" || Object.keys(flags).length > 0)
    throw new CommandError(
      "usage",
      "--file says the whole directive. Leave the other words out, or the file.",
    );
  return directivesIn({ file: basename(file), text: await textOf(file) });
}

function only(given: Given): Pick<DirectiveAsked, "id" | "actions" | "monitor" | "cut"> {
  return {
    id: given.value("id"),
    actions: given.value("actions"),
    monitor: given.flag("monitor"),
    cut: given.flag("cut"),
  };
}

function flagParts(given: Given): DirectiveParts {
  const parts: Record<string, string | readonly string[]> = {};
  for (const part of PARTS) {
    const values = given.values(part);
    if (values.length > 0) parts[part] = values.join(part === "because" ? " " : ", ");
  }
  const who = given.values("who");
  return who.length > 0 ? { ...parts, who } : parts;
}

function joined(sentence: DirectiveParts, flags: DirectiveParts): DirectiveParts {
  const both = Object.keys(flags).find((part) => part in sentence);
  if (both !== undefined)
    throw new CommandError("usage", `The sentence and --${both} say the same thing. Leave one of them out.`);
  return { ...sentence, ...flags };
}
