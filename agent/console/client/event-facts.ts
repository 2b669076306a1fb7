import type { AuditEvent, DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { byKind, type ByKind, type EventOf } from "../../../shared/schema/by-kind.ts";
import type { LicenseUse } from "../../../shared/schema/license-use.ts";
import type { Fact } from "./facts.tsx";
import { erasedSentence, prunedSentence } from "./row-words.ts";
import { bytes, counted, exactMoment, lasted } from "./times.ts";

/** What an event says, in the order in which a reviewer asks; null where it does not say it. */
export function factsOf(event: AuditEvent | null): readonly Fact[] {
  return event === null ? [] : byKind(FACTS, event);
}

const FACTS: ByKind<readonly Fact[]> = {
  decision: decisionFacts,
  asking: askingFacts,
  served: ({ modelAsServed, model, verdict, ended, because }) => [
    ["Answered as", modelAsServed],
    ["Model", model],
    ["As asked for", VERDICTS[verdict]],
    ["Reply", ended ? "Ended in the page" : "Let through"],
    ["Why", because],
  ],
  gap: ({ from, until, count, host }) => [
    ["From", exactMoment(from)],
    ["Until", exactMoment(until)],
    ["Not recorded", counted(count, "event")],
    ["Host", host ?? null],
  ],
  lifecycle: ({ part, detail }) => [
    ["Part", part],
    ["Detail", detail],
  ],
  enforced: ({ browser, person, revision, release, issued, took, policy, directives }) => [
    ["Browser", browser],
    ["Person", person],
    ["Revision", revision],
    ["Release", release],
    ["Signed", issued === null ? "Not signed" : exactMoment(issued)],
    ["Took", took === null ? null : `${lasted(took)} from its signature`],
    ["Versions", policy === 0 ? null : `policy ${policy}, directives ${directives}`],
  ],
  access: ({ request, purpose, reason, from, until, by, why }) => [
    ["Purpose", purpose],
    ["Reason", reason === null ? null : `“${reason}”`],
    ["From", from === null ? null : exactMoment(from)],
    ["Until", until === null ? null : exactMoment(until)],
    ["Signed by", by.length === 0 ? null : by.join(", ")],
    ["Why", why],
    ["Request", request],
  ],
  pruned: (event) => [
    ["What", prunedSentence(event)],
    ["Proofs", "Stay"],
  ],
  unsealed: ({ sequence, by, whole }) => [
    ["What", `The text of record ${sequence}${whole ? "" : ", by half"}`],
    ["By the key of", by.join(" and ")],
  ],
  erased: (event) => [
    ["What", erasedSentence(event)],
    ["Asked for by", event.by ?? null],
    ["Proofs", "Stay"],
  ],
  discovery: useFacts,
  degraded: useFacts,
};

const VERDICTS = {
  same: "Yes",
  narrowed: "One of those it might be",
  other: "No, another",
  unknown: "Cannot be told",
} as const;

const ANSWERS = { go: "Send it", no: "Do not send it", timeout: "None in time" } as const;

function useFacts({ service, calls, from, until }: EventOf<"discovery" | "degraded">): readonly Fact[] {
  return [
    ["Service", service],
    ["Calls", String(calls)],
    ["From", exactMoment(from)],
    ["Until", exactMoment(until)],
  ];
}

/** "License L-1, number D1234567 of BIS, held by Example Corp" */
function licenseWords({ id, kind, number, authority, holder }: LicenseUse): string {
  return [
    `${kind} ${id}`,
    ...(number === null ? [] : [`number ${number}`]),
    ...(authority === null ? [] : [`of ${authority}`]),
    ...(holder === null ? [] : [`held by ${holder}`]),
  ].join(", ");
}

function askingFacts(event: EventOf<"asking">): readonly Fact[] {
  const { steps, answer, reason, purpose, replaced, remembered, took } = event;
  return [
    ["Asked to", steps.join(", ")],
    ["Answer", ANSWERS[answer]],
    ["Reason", reason === null ? null : `“${reason}”`],
    ["Purpose", purpose],
    ["Replaced", replaced.map(({ name, count }) => `${count} ${name}`).join(", ")],
    ["Counts for", remembered],
    ["Took", lasted(took)],
  ];
}

function keptAs({ sealed }: DecisionEvent): string {
  return sealed === undefined ? "not kept" : "sealed for review";
}

function decisionFacts(event: DecisionEvent): readonly Fact[] {
  const { files, shadow, bytes: size, promptLength, sealed } = event;
  return [
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
    ["Purpose", event.purpose],
    ["Under", event.licenses.map((one) => licenseWords(one)).join("; ")],
    ["Would have needed", event.wanted.map(({ kind, id }) => id ?? `any ${kind}`).join(", ")],
    ["Obliges to", event.obligations.join(", ")],
    ["Size", size === null ? "Not known" : bytes(size)],
    ["Prompt", promptLength === null ? null : `${counted(promptLength, "character")}; ${keptAs(event)}`],
    [
      "For",
      sealed === undefined
        ? null
        : `${sealed.reviewers.join(", ")}${sealed.needed === 2 ? ", two together" : ""}`,
    ],
    ["Files", files === null ? null : counted(files.count, "file")],
    ["Body", event.inspectable ? null : "Could not be read"],
    ["If all counted", shadow === null ? null : `${shadow.effect}, by ${shadow.rules.join(", ")}`],
    ["Rests on", event.ground.replaceAll("_", " ")],
    ["Revision", event.revision],
  ];
}
