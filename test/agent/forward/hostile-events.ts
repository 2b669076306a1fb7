import fc from "fast-check";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { EVERY_EVENT } from "./every-event.ts";

/** What breaks out of formats that do not look: ends of lines, quotes, brackets, escapes, marks of direction, halves of pairs. */
const NASTY = [
  "\n",
  "\r\n",
  '"]',
  "\\",
  "]",
  "|",
  "=",
  "\\n",
  " act=permit",
  "|9|act=permit",
  "\u0000",
  "\u001b[2J",
  "\u007f",
  "\u0085",
  "\u2028",
  "\u202e",
  "\ufeff",
  "\ud800",
  "\udc00",
  "🙈",
  "<134>1 - - - - - ",
  "123 ",
  '{"a":1}',
  "]]>",
  "",
];

const text = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 5 })))
    .map((all) => all.join("")),
  fc.constant("x".repeat(20_000)),
);

/** Any event, with any text in every place where something is written that others choose. */
export const hostileEvents: fc.Arbitrary<AuditEvent> = fc
  .tuple(fc.constantFrom(...Object.values(EVERY_EVENT)), fc.infiniteStream(text))
  .map(([event, texts]) => {
    const next = (): string => texts.next().value;
    return Object.fromEntries(
      Object.entries(event).map(([name, value]) => [name, FIXED.has(name) ? value : replaced(value, next)]),
    ) as AuditEvent;
  });

/** What is one of a few words, or made by us. */
const FIXED: ReadonlySet<string> = new Set([
  "id",
  "of",
  "kind",
  "effect",
  "ground",
  "obligations",
  "operation",
  "account",
  "realm",
  "verdict",
  "steps",
  "answer",
  "remembered",
  "what",
  "part",
  "reason",
  "form",
  "shadow",
]);

function replaced(value: unknown, next: () => string): unknown {
  if (typeof value === "string") return next();
  if (Array.isArray(value)) return value.map((one) => replaced(one, next));
  return value;
}
