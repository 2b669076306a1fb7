import type { Stood } from "../../../shared/schema/standing.ts";
import type { ClearancePageState, PageService } from "../../../shared/wire/clearance-page.ts";
import type { OwnRecord } from "../../../shared/wire/mine.ts";
import { askingEvent, decisionEvent, servedEvent } from "../../agent/sample-events.ts";
import { CLEARANCE, HEALTHY, manyModels, NOW, rule } from "../states.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const MAY: Stood = { state: "may", ground: "rule", conditions: [], missing: [] };
const NOT: Stood = { state: "not", ground: "rule", conditions: [], missing: [{ kind: "rule", value: null }] };
const LICENSE: Stood = {
  state: "obtainable",
  ground: "rule",
  conditions: [],
  missing: [
    { kind: "us_person", value: null },
    { kind: "license", value: null },
  ],
};

const SERVICES: readonly PageService[] = [
  app("chatgpt-web", "openai", "https://chatgpt.com", ["openai/gpt-5.5", "openai/gpt-5.6-sol"]),
  app("claude-web", "anthropic", "https://claude.ai", ["anthropic/claude-opus-4-8", "anthropic/mythos-5"]),
  app("gemini-web", "google", "https://gemini.google.com", ["google/gemini-3-pro"]),
  { ...app("poe-web", "unknown", "https://poe.com", null), resells: true },
  app("deepseek-web", "deepseek", "https://chat.deepseek.com", null),
  app("kimi-web", "moonshot", "https://www.kimi.com", null),
];

function app(service: string, provider: string, home: string, unnamed: string[] | null): PageService {
  return { service, provider, resells: false, home, unnamed };
}

/** The story of June 2026 on the evening of its first day. */
export const JUNE: ClearancePageState = {
  type: "clearance",
  purpose: null,
  clearance: {
    ...CLEARANCE,
    purposes: [{ id: "security-research", name: "Security research" }],
    rules: [
      ...CLEARANCE.rules.filter(({ id }) => id !== "is-informed-2026-06-12"),
      rule({
        id: "is-informed-2026-06-12",
        layer: "directive",
        effect: "forbid",
        models: ["anthropic/mythos-5", "anthropic/fable-5"],
        because: "A license is required before any foreign person uses this model.",
        instead: ["anthropic/claude-opus-4-8"],
        missing: [...LICENSE.missing],
        from: NOW - 31 * MINUTE,
      }),
      rule({
        id: "gemini-retention-2026-06-05",
        layer: "directive",
        effect: "oblige",
        models: ["google/gemini-3-pro"],
        obligations: ["redact"],
        because: "No customer data in Gemini while its retention terms are under review.",
        from: NOW - 7 * DAY,
        until: NOW + 3 * DAY,
      }),
    ],
  },
  health: HEALTHY,
  proofs: [
    {
      claim: "organization",
      proven: true,
      by: "https://passports.example.com",
      until: NOW + 15 * 60 * MINUTE,
      why: null,
    },
    { claim: "us_person", proven: false, by: null, until: null, why: null },
  ],
  held: [
    {
      id: "vetting-2026-118",
      kind: "license",
      authority: "Bureau of Industry and Security",
      models: ["anthropic/mythos-5"],
      actions: ["chat", "agent"],
      purposes: ["security-research"],
      regions: null,
      from: NOW - DAY,
      until: NOW + 172 * DAY,
    },
    {
      id: "req-0398",
      kind: "grant",
      authority: null,
      models: ["google/gemini-3-pro"],
      actions: ["file_upload"],
      purposes: null,
      regions: null,
      from: null,
      until: NOW + 2 * DAY,
    },
  ],
  changes: [
    change("anthropic/mythos-5", "Mythos 5", MAY, LICENSE, NOW - 31 * MINUTE),
    change("anthropic/fable-5", "Fable 5", MAY, LICENSE, NOW - 31 * MINUTE),
    change("deepseek/deepseek-v4-pro", "DeepSeek V4 Pro", null, NOT, NOW - DAY, []),
    change("openai/o1-preview", "o1 Preview", MAY, null, NOW - DAY - MINUTE, []),
  ],
  services: [...SERVICES],
  access: null,
};

/** The same where somebody takes requests. */
export const ASKABLE: ClearancePageState = {
  ...JUNE,
  access: {
    models: ["anthropic/*"],
    requests: [
      {
        id: "r-3",
        model: "anthropic/mythos-5",
        asked: NOW - 3 * MINUTE,
        state: "waiting",
        why: null,
        ends: null,
      },
      {
        id: "r-2",
        model: "google/gemini-3-pro",
        asked: NOW - 10 * DAY,
        state: "approved",
        why: null,
        ends: NOW + 2 * DAY,
      },
      {
        id: "r-1",
        model: "deepseek/deepseek-v4-pro",
        asked: NOW - 15 * DAY,
        state: "declined",
        why: "The provider keeps prompts without a contract.",
        ends: null,
      },
    ],
  },
};

function change(
  model: string,
  name: string,
  from: Stood | null,
  to: Stood | null,
  at: number,
  rules: string[] = ["is-informed-2026-06-12"],
): ClearancePageState["changes"][number] {
  return { at, model, name, from, to, rules };
}

/** A clearance for which nothing special holds. */
const PLAIN: ClearancePageState = {
  ...JUNE,
  clearance: CLEARANCE,
  proofs: null,
  held: [],
  changes: [],
};

const LONG = "engineering-of-turbines-and-other-rotating-machinery".repeat(2);
const many = manyModels(300).clearance;
const manyRules = Array.from({ length: 40 }, (_, n) =>
  rule({
    id: `directive-${n}`,
    layer: "directive",
    effect: "forbid",
    models: [`vendor-${n % 12}/model-${n}`, `vendor-${n % 12}/model-${n + 12}`],
    because: n % 3 === 0 ? null : `Model ${n} is under review by the desk that is responsible for it.`,
    until: n % 2 === 0 ? NOW + n * DAY : null,
    missing: n % 4 === 0 ? [{ kind: "license", value: null }] : [],
  }),
);

/** The page's states, by the name that their pictures have. */
export const PAGES: Readonly<Record<string, ClearancePageState>> = {
  june: JUNE,
  askable: ASKABLE,
  plain: PLAIN,
  nothing: {
    ...JUNE,
    clearance: null,
    proofs: null,
    held: [],
    changes: [],
    services: [],
    health: { ...HEALTHY, protection: "no_clearance" },
  },
  starting: {
    ...JUNE,
    clearance: null,
    proofs: null,
    held: [],
    changes: [],
    services: [],
    health: { ...HEALTHY, protection: "starting", policyCheckedAt: null },
  },
  three: {
    ...PLAIN,
    clearance: { ...CLEARANCE, models: CLEARANCE.models.filter((_, n) => [0, 2, 4].includes(n)) },
  },
  "no-models": { ...PLAIN, clearance: { ...CLEARANCE, models: [] } },
  "300": {
    ...JUNE,
    clearance: many && {
      ...many,
      rules: [
        rule({
          id: "most",
          effect: "permit",
          models: ["vendor-1/*", "vendor-2/*", "vendor-3/*", "vendor-5/*"],
        }),
        rule({ id: "asked", effect: "permit", models: ["vendor-4/*"], obligations: ["justify", "redact"] }),
        ...manyRules,
      ],
    },
    changes: Array.from({ length: 300 }, (_, n) =>
      change(
        `vendor-${n % 12}/model-${n}`,
        `Model ${n}`,
        MAY,
        n % 2 === 0 ? NOT : LICENSE,
        NOW - Math.floor(n / 12) * 30 * MINUTE,
        [`directive-${n % 40}`],
      ),
    ),
  },
  away: {
    ...JUNE,
    health: { ...HEALTHY, protection: "agent_away", agentAwaySince: NOW - 40 * MINUTE, waiting: 3 },
  },
  "long-names": {
    ...JUNE,
    clearance: {
      ...CLEARANCE,
      organization: "Gesellschaft für angewandte Strömungsmaschinen mbH & Co. KG",
      holder: { ...CLEARANCE.holder, id: `${LONG}@example.com`, compartments: ["cyber", "bio", LONG] },
      models: [{ id: `vendor/${LONG}`, name: LONG }, ...CLEARANCE.models],
      rules: [
        ...CLEARANCE.rules,
        rule({
          id: LONG,
          layer: "directive",
          effect: "forbid",
          models: [`vendor/${LONG}`],
          because: `${LONG} ${LONG}`,
        }),
      ],
    },
    proofs: [
      { claim: "organization", proven: true, by: `https://${LONG}.example.com`, until: null, why: null },
    ],
    held: [{ ...held(), id: LONG, authority: LONG, models: [`vendor/${LONG}`] }],
    changes: [change(`vendor/${LONG}`, LONG, MAY, NOT, NOW - MINUTE, [LONG])],
  },
};

function held(): ClearancePageState["held"][number] {
  const [first] = JUNE.held;
  if (first === undefined) throw new Error("The story has a license.");
  return first;
}

/** What the agent tells of the person's records, the newest first. */
export const RECORDS: readonly OwnRecord[] = Array.from({ length: 14 }, (_, n): OwnRecord => {
  const time = NOW - n * 17 * MINUTE;
  const id = `event-${String(n).padStart(6, "0")}`;
  const event = [
    decisionEvent(id, { time }),
    servedEvent(id, { time, model: "openai/gpt-5.5" }),
    askingEvent(id, { time }),
    decisionEvent(id, { time, effect: "permit", model: "openai/gpt-5.5", host: "chatgpt.com" }),
  ][n % 4];
  return { sequence: 2_000 - 3 * n, event: { ...(event ?? decisionEvent(id)) } };
});
