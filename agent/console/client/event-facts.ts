import type { AuditEvent, DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { prunedSentence } from "./row-words.ts";
import { bytes, counted, exactMoment, lasted } from "./times.ts";

type Fact = readonly [name: string, text: string];

/** What an event says, in the order in which a reviewer asks; what it does not say is left out. */
export function factsOf(event: AuditEvent | null): readonly Fact[] {
  if (event === null) return [];
  switch (event.kind) {
    case "decision":
      return decisionFacts(event);
    case "asking":
      return given([
        ["Asked to", event.steps.join(", ")],
        ["Answer", { go: "Send it", no: "Do not send it", timeout: "None in time" }[event.answer]],
        ["Reason", event.reason === null ? null : `“${event.reason}”`],
        ["Purpose", event.purpose],
        ["Replaced", event.replaced.map(({ name, count }) => `${count} ${name}`).join(", ")],
        ["Counts for", event.remembered],
        ["Took", lasted(event.took)],
      ]);
    case "served":
      return given([
        ["Answered as", event.modelAsServed],
        ["Model", event.model],
        [
          "As asked for",
          {
            same: "Yes",
            narrowed: "One of those it might be",
            other: "No, another",
            unknown: "Cannot be told",
          }[event.verdict],
        ],
        ["Reply", event.ended ? "Ended in the page" : "Let through"],
        ["Why", event.because],
      ]);
    case "gap":
      return given([
        ["From", exactMoment(event.from)],
        ["Until", exactMoment(event.until)],
        ["Not recorded", counted(event.count, "event")],
        ["Host", event.host ?? null],
      ]);
    case "lifecycle":
      return given([
        ["Part", event.part],
        ["Detail", event.detail],
      ]);
    case "enforced":
      return given([
        ["Browser", event.browser],
        ["Person", event.person],
        ["Revision", event.revision],
        ["Release", event.release],
        ["Signed", event.issued === null ? "Not signed" : exactMoment(event.issued)],
        ["Took", event.took === null ? null : `${lasted(event.took)} from its signature`],
        ["Versions", event.policy === 0 ? null : `policy ${event.policy}, directives ${event.directives}`],
      ]);
    case "pruned":
      return [
        ["What", prunedSentence(event)],
        ["Proofs", "Stay"],
      ];
    case "discovery":
    case "degraded":
      return given([
        ["Service", event.service],
        ["Calls", String(event.calls)],
        ["From", exactMoment(event.from)],
        ["Until", exactMoment(event.until)],
      ]);
  }
}

function decisionFacts(event: DecisionEvent): readonly Fact[] {
  const { files, shadow, bytes: size, promptLength } = event;
  return given([
    ["Why", event.because],
    [
      "Where",
      `${event.host}, ${event.account === "unknown" ? "account not known" : `${event.account} account`}`,
    ],
    ["Model", event.model ?? (event.mayBe === null ? null : `One of ${event.mayBe.join(", ")}`)],
    ["As sent", event.modelAsSent],
    ["Page says", event.pageNamed?.join(", ") ?? null],
    ["Known as", event.alias],
    ["Region", event.region],
    ["Obliges to", event.obligations.join(", ")],
    ["Size", size === null ? "Not known" : bytes(size)],
    ["Prompt", promptLength === null ? null : `${counted(promptLength, "character")}; not kept`],
    ["Files", files === null ? null : counted(files.count, "file")],
    ["Body", event.inspectable ? null : "Could not be read"],
    ["If all counted", shadow === null ? null : `${shadow.effect}, by ${shadow.rules.join(", ")}`],
    ["Rests on", event.ground.replaceAll("_", " ")],
    ["Revision", event.revision],
  ]);
}

function given(facts: readonly (readonly [string, string | null])[]): readonly Fact[] {
  return facts.filter((fact): fact is Fact => fact[1] !== null && fact[1] !== "");
}
