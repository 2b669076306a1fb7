import { approvalsFor } from "../../shared/policy/compile-requests.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { note, plain, print, printJson } from "./print.ts";
import {
  aboutRequests,
  requestDeskOf,
  requestOf,
  standingOf,
  standingsOf,
  type RequestStanding,
} from "./request-desk.ts";

/** `request list`: what waits, or with `--all` everything that came. */
export async function requestList(given: Given): Promise<number> {
  return await aboutRequests(async () => {
    const desk = await requestDeskOf(given);
    const { all, unreadable } = await standingsOf(desk, Date.now());
    const shown = given.flag("all")
      ? all
      : all.filter(({ standing }) => standing === "waiting" || standing === "one of two");
    if (given.json) printJson({ requests: shown, unreadable });
    else for (const line of shown.length === 0 ? ["Nothing waits."] : shown.map(lineOf)) print(plain(line));
    if (unreadable > 0 && !given.json) note(`${unreadable} files are no requests, and are left out.`);
    return EXIT.done;
  });
}

/** `request show`: one request, as an approver reads it. */
export async function requestShow(given: Given): Promise<number> {
  return await aboutRequests(async () => {
    const desk = await requestDeskOf(given);
    const shown = await standingOf(
      desk,
      await requestOf(desk, word(given, 0, "The request's id")),
      Date.now(),
    );
    if (given.json) printJson(shown);
    else for (const line of requestLines(shown, desk.policy)) print(plain(line));
    return EXIT.done;
  });
}

function lineOf({ request, standing }: RequestStanding): string {
  const { id, person, model, until } = request;
  return `${id}  ${standing.padEnd(10)}  ${person.padEnd(28)}  ${model.padEnd(28)}  until ${dayAndTime(until)}`;
}

/** What a request says, and what approving it comes to. */
export function requestLines(shown: RequestStanding, policy: CompiledPolicy): readonly string[] {
  const { request, device, standing, by, why } = shown;
  const { id, person, model, purpose, reason, asked, from, until } = request;
  const words = policy.purposes.find((one) => one.id === purpose)?.name ?? purpose;
  return [
    `${person} asks for ${model}`,
    `  Purpose   ${words ?? "none said"}`,
    `  Reason    ${reason}`,
    `  From      ${dayAndTime(from)}`,
    `  Until     ${dayAndTime(until)}`,
    `  Asked     ${dayAndTime(asked)}, signed by the device key ${device}`,
    `  Approvers ${approvalsFor(policy, model)} needed`,
    `  Stands    ${standing}${by.length === 0 ? "" : ` (${by.join(", ")})`}${why === null ? "" : `: ${why}`}`,
    `  Request   ${id}`,
  ];
}

function dayAndTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
