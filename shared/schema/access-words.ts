import type { AccessEvent } from "./access-event.ts";

const DONE: Readonly<Record<AccessEvent["what"], string>> = {
  asked: "asked for",
  confirmed: "has one of two approvals for",
  approved: "was granted",
  declined: "was not granted",
  withdrawn: "gave up",
  ended: "has no longer",
  refused: "was refused an approval of",
};

/** What became of a request, in one sentence for the record; names in it are as they came. */
export function accessSentence({ what, person, model, until, by, reason, why }: AccessEvent): string {
  const isOpen = until !== null && (what === "asked" || what === "approved");
  const words = [
    `${person ?? "Somebody"} ${DONE[what]} ${model ?? "access"}`,
    isOpen ? `until ${new Date(until).toISOString().slice(0, 19)}Z` : null,
    by.length > 0 ? `by ${by.join(" and ")}` : null,
  ].filter((one) => one !== null);
  const said = what === "asked" ? reason : why;
  return `${words.join(", ")}${said === null ? "." : `: ${said}`}`;
}
