import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import packageFile from "../../package.json" with { type: "json" };
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import { senderFor } from "../forward/send/senders.ts";
import type { Receiver } from "../platform/receivers.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** What came of the test event at one receiver. */
interface Tested {
  readonly receiver: number;
  readonly to: string;
  readonly place: string;
  readonly taken: boolean;
  readonly problem: string | null;
}

/** `forward test`: sends one event that says that it is a test, past the journal and the cursors; 1 where one was not taken. */
export async function forwardTest(given: Given): Promise<number> {
  const { forward, file } = await configOf(given);
  const tested = await Promise.all(chosen(given, forward, file).map(([number, one]) => tryOut(number, one)));
  if (given.json) printJson(tested);
  else for (const one of tested) print(plain(lineOf(one)));
  return tested.every(({ taken }) => taken) ? EXIT.done : EXIT.found;
}

function chosen(
  given: Given,
  receivers: readonly Receiver[],
  file: string,
): readonly (readonly [number: number, receiver: Receiver])[] {
  if (receivers.length === 0)
    throw new CommandError("found", `${file} names no receivers. Write them under \`forward:\`.`);
  const all = receivers.map((receiver, index) => [index + 1, receiver] as const);
  const typed = given.value("receiver");
  if (typed === null) return all;
  const found = all.filter(([number]) => String(number) === typed);
  if (found.length > 0) return found;
  throw new CommandError(
    "usage",
    `--receiver "${typed}" is none. Write a number from 1 to ${receivers.length}.`,
  );
}

async function tryOut(number: number, receiver: Receiver): Promise<Tested> {
  const host = hostname();
  const sender = senderFor(receiver, () => ({
    host,
    version: packageFile.version,
    organization: null,
    platform: process.platform,
  }));
  const text = sender.write({ sequence: 0, event: testEvent(host) });
  const sent = await sender.send([text], new AbortController().signal);
  const problem = sent.got === "taken" ? sent.detail || null : sent.problem;
  const taken = sent.got === "taken" && sent.rejected === 0;
  return { receiver: number, to: receiver.to, place: receiver.place, taken, problem };
}

function testEvent(host: string): LifecycleEvent {
  return {
    id: `test-${randomUUID()}`,
    time: Date.now(),
    kind: "lifecycle",
    part: "agent",
    what: "connected",
    detail: `This is a test of forwarding from ${host}. Nothing happened.`,
  };
}

function lineOf({ receiver, to, place, taken, problem }: Tested): string {
  const what = taken ? "took the test event." : `did not take the test event. ${problem ?? ""}`;
  return `${receiver}. ${to} ${place} ${what}`;
}
