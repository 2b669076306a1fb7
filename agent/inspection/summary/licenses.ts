import type { Calls } from "../story/calls.ts";
import { remainder, table } from "./table.ts";
import { escaped, grouped, outside, span } from "./words.ts";

/** Which calls were permitted under which license or grant, and which were denied for want of one. */
export function licensesSection({ licensed, wanted }: Calls): string {
  const uses = licensed
    .all()
    .map(({ kind, id, number, authority, holder, person, model, count, first, last }) => [
      `${escaped(KINDS[kind])} ${outside(id)}`,
      outside(number ?? "none"),
      outside(authority ?? "not told"),
      outside(holder ?? "not told"),
      outside(person ?? "nobody known"),
      outside(model ?? "not told"),
      grouped(count),
      span(first, last),
    ]);
  const denials = wanted
    .all()
    .map(({ kind, id, person, model, count, first, last }) => [
      id === null ? `Any ${escaped(kind)}` : `${escaped(KINDS[kind])} ${outside(id)}`,
      outside(person ?? "nobody known"),
      outside(model ?? "not told"),
      grouped(count),
      span(first, last),
    ]);
  return `<section>
<h2>Use under licenses and grants</h2>
<p>A license or grant takes a restriction away for whom and what it names. Each row is permitted calls that a restriction would have met without it. Where several held, each is named.</p>
${table("Use", USE_HEADS, uses, "No call was made under a license or grant.")}
${remainder(licensed.others, "uses of licenses are not listed here")}
${table("Denied for want of one", WANTED_HEADS, denials, "No call was denied that a license or grant would have opened.")}
${remainder(wanted.others, "denials for want of a license are not listed here")}
</section>`;
}

const KINDS = { license: "License", grant: "Grant" } as const;
const USE_HEADS = ["Under", "Number", "Authority", "Held by", "Person", "Model", "Calls", "When (UTC)"];
const WANTED_HEADS = ["What was wanted", "Person", "Model", "Calls", "When (UTC)"];
