import type { Answer } from "../design/answer.ts";
import { stoodAnswer } from "../design/conditions.ts";
import { words } from "../design/words.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";
import type { Circumstance } from "../popup/rows.ts";
import { type Authority, providerOf } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { PageService } from "../../shared/wire/clearance-page.ts";
import { isOpen } from "./grouping.ts";

/** A web app with how it stands where the choice of the model is left to it. */
export interface ServiceRow {
  readonly service: string;
  /** As people know it: "chatgpt.com". */
  readonly name: string;
  readonly home: string;
  readonly answer: Answer;
  readonly why: string;
}

/** The apps that are open in some way, and how many are not. */
export interface ServiceRows {
  readonly open: readonly ServiceRow[];
  readonly closed: readonly string[];
}

/** How each web app stands: what it may choose by itself (P7), and which models it may be told to use. */
export function serviceRows(
  authority: Authority,
  services: readonly PageService[],
  rows: readonly ModelRowProps[],
  circumstance: Circumstance,
): ServiceRows {
  const open = rows.filter(isOpen);
  const told = services.map((service) => rowFor(authority, service, open, circumstance));
  return {
    open: told.flatMap((one) => (typeof one === "string" ? [] : [one])),
    closed: told.filter((one) => typeof one === "string"),
  };
}

/** The row, or the name alone where nothing of it is open. */
function rowFor(
  authority: Authority,
  { service, home, provider, resells, unnamed }: PageService,
  open: readonly ModelRowProps[],
  circumstance: Circumstance,
): ServiceRow | string {
  const name = placeName(home);
  const decision = decide(authority, { ...ordinaryRequest("", "chat", circumstance), models: unnamed ?? [] });
  if (decision.effect === "permit") return { service, name, home, ...whatever(decision) };
  const example = open.find(
    ({ id }) => resells || providerOf(id) === provider || unnamed?.includes(id) === true,
  );
  if (example === undefined) return name;
  const reached = decision.model === null ? null : modelName(authority.clearance, decision.model);
  return {
    service,
    name,
    home,
    answer: { state: "conditions", words: words("serviceByName") },
    why:
      reached === null
        ? words("serviceSaysNone", example.name)
        : words("serviceMayReach", reached, example.name),
  };
}

function whatever({ ground, obligations }: Decision): Pick<ServiceRow, "answer" | "why"> {
  const conditions = obligations.map((kind) => ({ kind }));
  const state = conditions.length === 0 ? "may" : "conditions";
  return { answer: stoodAnswer({ state, ground, conditions, missing: [] }), why: words("serviceOpen") };
}

/** The address as people say it, without what every address has. */
function placeName(home: string): string {
  const { host, pathname } = new URL(home);
  return `${host.replace(/^www\./, "")}${pathname === "/" ? "" : pathname}`;
}
