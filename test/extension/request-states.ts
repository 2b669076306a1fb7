import type { AccessAsked, AccessState } from "../../shared/wire/access.ts";
import type { AccessNotice, RequestState } from "../../shared/wire/request-page.ts";
import type { Notice, PopupState } from "../../shared/wire/screen.ts";
import { NOTICE, NOW, POPUPS } from "./states.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The id of the n-th request. */
export function idOf(n: number): string {
  return `7f3c1a2b-5d6e-4f70-8192-${String(n).padStart(12, "0")}`;
}

/** A request that waits, and what is otherwise of it. */
export function askedOf(n: number, more: Partial<AccessAsked> = {}): AccessAsked {
  return {
    id: idOf(n),
    model: "anthropic/mythos-5",
    purpose: "incident-review",
    reason:
      "The parser audit for release 9 needs exploit reasoning. Opus 4.8 refuses the last step in 14 of 20 cases.",
    asked: NOW - 12 * MINUTE,
    from: NOW - 12 * MINUTE,
    until: NOW + 8 * HOUR,
    state: "waiting",
    by: null,
    why: null,
    grant: null,
    ends: null,
    ...more,
  };
}

/** A request in each state that there is. */
const ASKED: readonly AccessAsked[] = [
  askedOf(1),
  askedOf(2, { by: "lee@example.com", model: "anthropic/fable-5" }),
  askedOf(3, {
    state: "approved",
    by: "lee@example.com, mo@example.com",
    grant: idOf(3),
    ends: NOW + 12 * MINUTE,
  }),
  askedOf(4, {
    state: "declined",
    by: "mo@example.com",
    why: "The provider keeps prompts without a contract. Use Claude Opus 4.8.",
    purpose: null,
  }),
  askedOf(5, { state: "sent" }),
  askedOf(6, { state: "withdrawn" }),
  askedOf(7, { state: "ended", reason: "" }),
];

/** What may be asked for, with these requests. */
export function accessOf(requests: readonly AccessAsked[]): AccessState {
  return {
    requests: [...requests],
    models: ["anthropic/mythos-5", "anthropic/fable-5"],
    longest: 7 * 24 * HOUR,
    approvers: 3,
    routes: true,
    purposes: [
      { id: "incident-review", name: "Incident review" },
      { id: "product", name: "Product development" },
    ],
  };
}

const usual: RequestState = {
  type: "requests",
  protection: "protected",
  organization: "Example Corp",
  access: accessOf([]),
  pending: [],
  models: [
    { id: "anthropic/mythos-5", name: "Mythos 5", isOpen: false },
    { id: "anthropic/fable-5", name: "Fable 5", isOpen: false },
  ],
};

const LONG = "engineering-of-turbines-and-other-rotating-machinery".repeat(4);

/** The states of the page of requests, by the name that their pictures have. */
export const REQUESTS: Readonly<Record<string, RequestState>> = {
  none: usual,
  all: { ...usual, access: accessOf(ASKED) },
  away: {
    ...usual,
    protection: "agent_away",
    pending: [
      {
        id: idOf(9),
        model: "anthropic/mythos-5",
        purpose: "product",
        reason: "Kept until then.",
        until: NOW + HOUR,
        asked: NOW,
      },
    ],
  },
  nothing: { ...usual, access: null, models: [] },
  open: { ...usual, models: usual.models.map((one) => ({ ...one, isOpen: true })) },
  "far-too-much": {
    ...usual,
    organization: LONG,
    access: {
      ...accessOf(
        Array.from({ length: 200 }, (_, n) =>
          askedOf(n, { reason: LONG, by: LONG, model: `anthropic/${LONG}` }),
        ),
      ),
      routes: false,
    },
    models: [{ id: "anthropic/mythos-5", name: LONG, isOpen: false }],
  },
};

/** A denial for which one may ask. */
export const ASKABLE: Notice = {
  ...NOTICE,
  askable: true,
  decision: {
    ...NOTICE.decision,
    missing: [{ kind: "grant", value: null }],
    because: "Mythos 5 takes a grant.",
  },
};

/** What came of a request, as it stands over a page. */
export const ACCESS_NOTICES: Readonly<Record<string, AccessNotice>> = {
  approved: {
    type: "access",
    id: idOf(3),
    what: "approved",
    modelName: "Mythos 5",
    ends: NOW + HOUR,
    by: "lee@example.com",
    why: null,
  },
  declined: {
    type: "access",
    id: idOf(4),
    what: "declined",
    modelName: "Mythos 5",
    ends: null,
    by: "mo@example.com",
    why: "Use Claude Opus 4.8, it passes the same tests.",
  },
  ending: {
    type: "access",
    id: idOf(3),
    what: "ending",
    modelName: "Mythos 5",
    ends: NOW + 5 * MINUTE,
    by: "lee@example.com",
    why: null,
  },
  ended: {
    type: "access",
    id: idOf(3),
    what: "ended",
    modelName: "Mythos 5",
    ends: NOW,
    by: null,
    why: null,
  },
};

/** Popups of somebody who may ask, and did. */
export const ASKING_POPUPS: Readonly<Record<string, PopupState>> = Object.fromEntries(
  Object.entries(POPUPS)
    .filter(([name]) => name === "healthy")
    .map(([, state]) => [
      "asked",
      { ...state, here: { host: "claude.ai", notice: ASKABLE }, access: accessOf(ASKED) },
    ]),
);
