import { parse, stringify } from "yaml";
import * as z from "zod/mini";
import { Rule } from "../../shared/schema/policy.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import { PublishingError } from "./fault.ts";

/** One directive: a sentence of the policy language that restricts. */
export type Directive = Rule;

/** The id is part of a file's name. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const DirectiveFile = z.strictObject({
  lanyard: z.optional(z.literal(1)),
  directives: z.array(Rule).check(z.minLength(1)),
});

/** The file that a directive is kept in. */
function directiveFileName(id: string): string {
  if (ID.test(id)) return `${PREFIX}${id}.yaml`;
  throw new PublishingError(
    "malformed",
    `"${id}" names no directive. Use letters, digits, dots, dashes and underscores, at most 100 of them.`,
  );
}

const PREFIX = "directive.";

/** A directive as a file of its own, so that withdrawing one touches no other. */
export function directiveFile(directive: Directive): PolicyFile {
  const text = stringify({ lanyard: 1, directives: [directive] }, { lineWidth: 0 });
  return { file: directiveFileName(directive.id), text };
}

/** The directives of a file that IT wrote, or that is in force; throws `refused` for what would grant (P6). */
export function directivesIn({ file, text }: PolicyFile): readonly Directive[] {
  const content = contentOf(file, text);
  const foreign = Object.keys(content).filter((key) => key !== "lanyard" && key !== "directives");
  if (foreign.length > 0)
    throw new PublishingError(
      "refused",
      `${file} has ${foreign.map((key) => `"${key}"`).join(", ")}. A directive can only restrict: whatever grants or changes the policy goes out by \`lanyard policy publish\`.`,
    );
  const list: readonly unknown[] = Array.isArray(content["directives"]) ? content["directives"] : [];
  for (const one of list) verifyRestricts(file, one);
  const parsed = DirectiveFile.safeParse(content);
  if (parsed.success) return parsed.data.directives;
  const [issue] = parsed.error.issues;
  throw new PublishingError(
    "malformed",
    `${file}: ${issue?.path.map(String).join(".") || "the file"} is not what belongs here. \`lanyard policy check\` says more of it as a part of a policy.`,
  );
}

function contentOf(file: string, text: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new PublishingError("malformed", `${file} is not YAML. Correct its spelling.`, error);
  }
  const map = z.record(z.string(), z.unknown()).safeParse(content);
  if (map.success) return map.data;
  throw new PublishingError(
    "malformed",
    `${file} holds no directives. Write \`directives:\` with a list below it.`,
  );
}

function verifyRestricts(file: string, directive: unknown): void {
  if (typeof directive !== "object" || directive === null) return;
  if ("permit" in directive)
    throw new PublishingError(
      "refused",
      `${file} permits something. A directive can only restrict: publish a permit as a rule of the policy.`,
    );
  if ("use" in directive)
    throw new PublishingError(
      "refused",
      `${file} uses a template. Write the directive out: not every release that is out may have the template.`,
    );
}
