import { spawn } from "node:child_process";
import type { HostRegistration } from "../doctor/machine.ts";
import { FrameReader } from "../local-api/frame.ts";

/** Milliseconds that a native host has for its first frame; it tells at once whether it has reached the agent. */
const PATIENCE = 5_000;
const LARGEST = 1024 * 1024;

/**
 * Starts a native host as a browser does, for its first words: whether the agent is there. Nothing is said to it, so
 * nothing is asked of the agent and nothing recorded. `parameters`: what the browser starts it with.
 */
export async function askHost(
  program: string,
  parameters: readonly string[],
): Promise<HostRegistration["answer"]> {
  const { promise, resolve } = Promise.withResolvers<HostRegistration["answer"]>();
  const child = spawn(program, parameters, { stdio: ["pipe", "pipe", "ignore"] });
  const timer = setTimeout(() => resolve("nothing"), PATIENCE);
  const reader = new FrameReader(LARGEST);
  child.on("error", () => resolve("nothing"));
  child.on("close", () => resolve("nothing"));
  child.stdin.on("error", () => resolve("nothing"));
  child.stdout.on("data", (chunk: Buffer) => {
    const answer = answerIn(reader, chunk);
    if (answer !== null) resolve(answer);
  });
  const answer = await promise;
  clearTimeout(timer);
  child.kill("SIGKILL");
  return answer;
}

function answerIn(reader: FrameReader, chunk: Buffer): HostRegistration["answer"] | null {
  try {
    for (const content of reader.read(chunk)) {
      const message: unknown = JSON.parse(content.toString());
      const isLink = typeof message === "object" && message !== null && "up" in message;
      return isLink ? (message.up === true ? "agent" : "no_agent") : "nothing";
    }
    return null;
  } catch {
    return "nothing";
  }
}
