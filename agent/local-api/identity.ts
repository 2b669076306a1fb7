import type { Socket } from "node:net";
import * as z from "zod/mini";
import { OpenPage } from "../../shared/wire/identity.ts";
import { DeviceCode, SignInEnded } from "../../shared/wire/local-api.ts";
import { TO_AGENT_LIMIT } from "../../shared/wire/native.ts";
import { FrameReader } from "./frame.ts";
import { frameOfMessage, readMessage } from "./message.ts";

/** What a person may ask for about their identity. */
export type IdentityRequest = "sign_in" | "sign_in_by_code" | "sign_out";

/** What the agent wants shown to the person before it can go on. */
export type Shown = OpenPage | DeviceCode;

const Answer = z.discriminatedUnion("type", [OpenPage, DeviceCode, SignInEnded]);

/**
 * Asks the agent at the other end of a socket to sign somebody in or out, and gives how it ended; null where the agent
 * went away or knows no sign-in. It takes as long as the person does. The socket is closed after.
 */
export function askIdentity(
  socket: Socket,
  type: IdentityRequest,
  onShown: (shown: Shown) => void,
): Promise<SignInEnded | null> {
  const { promise, resolve } = Promise.withResolvers<SignInEnded | null>();
  const reader = new FrameReader(TO_AGENT_LIMIT);
  const gone = (): void => resolve(null);
  socket.on("error", gone);
  socket.on("close", gone);
  socket.on("data", (chunk) => {
    for (const answer of answersIn(reader, chunk)) {
      if (answer === null || answer.type === "ended") resolve(answer);
      else onShown(answer);
    }
  });
  socket.write(frameOfMessage({ type }));
  return promise.finally(() => socket.destroy());
}

/** Whoever listens there may be anything: what is no answer is null. */
function answersIn(reader: FrameReader, chunk: Buffer): readonly (z.infer<typeof Answer> | null)[] {
  try {
    return [...reader.read(chunk)].map((content) => {
      const reading = readMessage(Answer, content);
      return reading.ok ? reading.message : null;
    });
  } catch {
    return [null];
  }
}
