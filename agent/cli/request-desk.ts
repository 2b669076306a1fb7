import { join, resolve } from "node:path";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { judgedBefore } from "../access/desk/decide.ts";
import { requestsIn } from "../access/desk/requests-in.ts";
import { AccessError } from "../access/fault.ts";
import type { CameRequest } from "../access/sent-request.ts";
import { PlatformError, systemCode } from "../platform/fault.ts";
import { readText } from "../platform/read-text.ts";
import { deskOf } from "./desk.ts";
import { CommandError } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { soundPolicy } from "./policy-files.ts";

/** What decisions on requests are made with. */
export interface RequestDesk {
  readonly policy: CompiledPolicy;
  readonly requests: string;
  readonly grants: string;
}

/** The folders that the options name, or those of the desk. */
export async function requestDeskOf(given: Given): Promise<RequestDesk> {
  const folder = given.value("desk");
  const desk = folder === null ? null : await deskOf(given);
  const at = (option: string): string =>
    given.value(option) === null && folder !== null
      ? join(resolve(folder), option)
      : resolve(needed(given, option));
  const policy = given.value("policy") ?? desk?.at(desk.settings.policy) ?? needed(given, "policy");
  return { policy: await soundPolicy(policy), requests: at("requests"), grants: at("grants") };
}

/** How a request stands at the desk. */
export interface RequestStanding extends CameRequest {
  readonly standing: "waiting" | "one of two" | "approved" | "declined" | "withdrawn" | "over" | "refused";
  readonly by: readonly string[];
  /** Why, where it was declined or withdrawn, or endpoints refuse what is out; else null. */
  readonly why: string | null;
}

/** Every request that came, with what became of it, and how many files are none. */
export async function standingsOf(
  desk: RequestDesk,
  now: number,
): Promise<{ readonly all: readonly RequestStanding[]; readonly unreadable: number }> {
  const { requests, unreadable } = await requestsIn(desk.requests);
  return { all: await Promise.all(requests.map((came) => standingOf(desk, came, now))), unreadable };
}

/** The request of an id; throws `found` where none came. */
export async function requestOf(desk: RequestDesk, id: string): Promise<CameRequest> {
  const { requests } = await requestsIn(desk.requests);
  const found = requests.find(({ request }) => request.id === id);
  if (found) return found;
  throw new CommandError("found", `No request ${id} has come to ${desk.requests}. See: lanyard request list`);
}

/** Where the answer to a request lies. */
export function answerFile({ grants }: RequestDesk, id: string): string {
  return join(grants, `${id}.json`);
}

/** The answer to a request that is out; null: none. */
export async function answerOut(desk: RequestDesk, id: string): Promise<string | null> {
  try {
    return await readText(answerFile(desk, id));
  } catch (error) {
    if (error instanceof PlatformError && systemCode(error.cause) === "ENOENT") return null;
    throw error;
  }
}

/** How one request stands. */
export async function standingOf(
  desk: RequestDesk,
  came: CameRequest,
  now: number,
): Promise<RequestStanding> {
  const { request } = came;
  const text = await answerOut(desk, request.id);
  const rest = (
    standing: RequestStanding["standing"],
    by: readonly string[] = [],
    why: string | null = null,
  ) => ({
    ...came,
    standing,
    by,
    why,
  });
  if (request.state === "withdrawn") return rest("withdrawn", [request.person]);
  if (text === null) return rest(request.until <= now ? "over" : "waiting");
  try {
    const judged = await judgedBefore({ policy: desk.policy, request }, text);
    if (!("grant" in judged)) return rest(judged.outcome, judged.by, judged.why);
    if (judged.grant.until <= now) return rest("over", judged.by);
    return rest(judged.outcome === "granted" ? "approved" : "one of two", judged.by);
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    return rest("refused", [], error.message);
  }
}

/** Runs a job on requests; what does not work is told as `found`, or as `unsigned` or `unreadable` where a key or a file is the reason. */
export async function aboutRequests<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    const code = error.code === "key" ? "unsigned" : error.code === "unreadable" ? "unreadable" : "found";
    throw new CommandError(code, error.message, error);
  }
}
