import * as z from "zod/mini";
import { Effect } from "../../../shared/schema/decision.ts";
import { EVENT_KINDS } from "../../../shared/schema/event-kinds.ts";
import { NAME_LIMIT } from "../../../shared/schema/text.ts";

/** The kinds of events, and what is in a journal and is none that this Lanyard knows. */
export const KINDS = [...EVENT_KINDS, "unreadable"] as const;
export const Kind = z.enum(KINDS);
export type Kind = z.infer<typeof Kind>;

/** Values that are wanted: `*` stands for anything, a leading `!` for all but these. Letters count alike, large or small. */
const Patterns = z.array(z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT))).check(z.maxLength(20));

const Time = z.nullable(z.number().check(z.gte(0), z.lte(8.64e15)));

/** Which events are asked about. An empty list asks for nothing in particular. */
export const Filter = z.strictObject({
  person: Patterns,
  model: Patterns,
  service: Patterns,
  rule: Patterns,
  purpose: Patterns,
  license: Patterns,
  kind: z.array(Kind).check(z.maxLength(KINDS.length)),
  effect: z.array(Effect).check(z.maxLength(2)),
  /** Numbers of the opened journals, from 0. */
  journal: z.array(z.int().check(z.gte(0), z.lte(63))).check(z.maxLength(64)),
  text: z.string().check(z.maxLength(200)),
  /** Milliseconds since 1970 UTC; `to` is the first moment that is not wanted any more. */
  from: Time,
  to: Time,
});
export type Filter = z.infer<typeof Filter>;

/** The filters that hold patterns. The first four are filed with an event, the others are read with what it says. */
export const FIELDS = ["person", "model", "service", "rule", "purpose", "license"] as const;
export type Field = (typeof FIELDS)[number];

/** The filter that lets everything through. */
export const EVERYTHING: Filter = {
  person: [],
  model: [],
  service: [],
  rule: [],
  purpose: [],
  license: [],
  kind: [],
  effect: [],
  journal: [],
  text: "",
  from: null,
  to: null,
};

/** The filter that the query of an address spells; null where it spells none. Other parameters are passed over. */
export function filterIn(query: URLSearchParams): Filter | null {
  const read = Filter.safeParse({
    person: query.getAll("person"),
    model: query.getAll("model"),
    service: query.getAll("service"),
    rule: query.getAll("rule"),
    purpose: query.getAll("purpose"),
    license: query.getAll("license"),
    kind: query.getAll("kind"),
    effect: query.getAll("effect"),
    journal: query.getAll("journal").map(numberIn),
    text: query.get("text") ?? "",
    from: query.has("from") ? numberIn(query.get("from")) : null,
    to: query.has("to") ? numberIn(query.get("to")) : null,
  });
  return read.success ? read.data : null;
}

/** The query of an address that spells a filter. */
export function queryOf(filter: Filter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of [...FIELDS, "kind", "effect", "journal"] as const)
    for (const value of filter[name]) query.append(name, String(value));
  if (filter.text !== "") query.set("text", filter.text);
  for (const name of ["from", "to"] as const) {
    const value = filter[name];
    if (value !== null) query.set(name, String(value));
  }
  return query;
}

/** A whole number as it is typed; anything else is left for the schema to refuse. */
function numberIn(text: string | null): number | null | string {
  return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : text;
}
