import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { PlatformError } from "../platform/fault.ts";
import { isPipe, placesOf, surroundings } from "../platform/places.ts";
import { connectPrivately } from "../platform/socket.ts";
import { watchPath } from "../platform/watch.ts";
import { makeBell } from "./bell.ts";
import { Link } from "./link.ts";

/** Milliseconds before the first new try to reach the agent; each wait doubles, up to the longest. */
const SHORTEST_WAIT = 100;
const LONGEST_WAIT = 2_000;
/** Milliseconds between a socket's appearing and the try: an agent needs a moment from the name to the listening. */
const SETTLE = 5;

/** Runs the native host that a browser started, until the browser closes its end. Arguments: `[--socket PATH]`. */
export async function runNativeHost(args: readonly string[]): Promise<never> {
  const link = new Link(process.stdin, process.stdout);
  const end = (): void => void link.finish().then(() => process.exit(0));
  process.stdin.once("end", end);
  // A browser that is gone takes no more frames: that is the end, not an error.
  process.stdout.once("error", end);
  return await keepLinked(socketOf(args), link);
}

function socketOf(args: readonly string[]): string {
  const given = args.indexOf("--socket");
  return (given === -1 ? undefined : args[given + 1]) ?? placesOf(surroundings()).socket;
}

async function keepLinked(path: string, link: Link): Promise<never> {
  const appeared = makeBell();
  // The watch lives as long as the process.
  const { signal } = new AbortController();
  if (!isPipe(path)) watchPath(path, { signal, settle: SETTLE, onChange: appeared.ring });
  const complain = complainer();
  let wait = SHORTEST_WAIT;
  let agent = await reach(path, complain);
  link.tell(agent !== null);
  // The browser is read only now, so that the first words of an extension find an agent that is there.
  link.open();
  for (;;) {
    if (agent) {
      wait = SHORTEST_WAIT;
      link.tell(true);
      await link.carry(agent);
      link.tell(false);
    }
    await Promise.race([pause(wait), appeared.rung()]);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    agent = await reach(path, complain);
  }
}

/** The agent's socket, or null while there is none that may be trusted. */
async function reach(path: string, complain: (sentence: string) => void): Promise<Socket | null> {
  try {
    return await connectPrivately(path);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    complain(error.message);
    return null;
  }
}

/** Writes each sentence once to stderr, which browsers keep in their log; stdout is for frames alone. */
function complainer(): (sentence: string) => void {
  const said = new Set<string>();
  return (sentence) => {
    if (!said.has(sentence)) process.stderr.write(`lanyard: ${sentence}\n`);
    said.add(sentence);
  };
}
