import { once } from "node:events";
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectSecure } from "node:tls";
import { setTimeout as pause } from "node:timers/promises";
import { PlatformError, systemWords } from "../../platform/fault.ts";
import type { Receiver } from "../../platform/receivers.ts";
import { syslogOf } from "../format/line.ts";
import type { Origin } from "../format/origin.ts";
import { octetCounted } from "../format/syslog.ts";
import { readAuthority } from "./secret.ts";
import { later, TAKEN, type Sender, type Sent } from "./sender.ts";

type ToSyslog = Extract<Receiver, { to: "syslog" }>;

/** Milliseconds that a receiver has to take a connection, and to read a batch to its end. */
const PATIENCE = 10_000;
/** Milliseconds that a receiver must have lived on after it read a batch: by then it has stored what it read. */
const HOLD = 300;

/**
 * A receiver of syslog over TLS (RFC 5425), or TCP on this machine (RFC 6587). The protocol acknowledges nothing, so a batch
 * counts as taken when the receiver has read it to the end and has lived on for a while:
 * we end our side after the batch, and the other side ends its own only when it has read everything; then the connection
 * for the next batch, which is open meanwhile, must not break off. Otherwise the batch is sent again.
 */
export function syslogSender({ place, format, ca }: ToSyslog, originNow: () => Origin): Sender {
  const url = new URL(place);
  let open: Socket | null = null;
  return {
    write: (entry) => syslogOf(format, entry, originNow()),
    async send(texts, signal) {
      try {
        const authority = await readAuthority(ca);
        const line = open !== null && isAlive(open) ? open : await connected(url, authority, signal);
        open = null;
        await deliver(line, Buffer.concat(texts.map(octetCounted)), signal);
        open = await connected(url, authority, signal);
        return await livesOn(open, url, signal);
      } catch (error) {
        open?.destroy();
        open = null;
        return later(
          error instanceof PlatformError ? error.message : `${url.host} broke off: ${systemWords(error)}.`,
        );
      }
    },
  };
}

function isAlive({ destroyed, readable, writable }: Socket): boolean {
  return !destroyed && readable && writable;
}

async function connected(url: URL, ca: string | null, signal: AbortSignal): Promise<Socket> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port);
  const secure = url.protocol === "tls:";
  const socket = secure
    ? connectSecure({ host, port, ...(ca !== null && { ca }), servername: nameFor(host) })
    : connectPlain({ host, port });
  // An error after this belongs to whoever waits for the socket then.
  socket.on("error", () => undefined);
  // An agent that ends does not wait for an idle connection.
  socket.unref();
  try {
    await once(socket, secure ? "secureConnect" : "connect", { signal: within(signal) });
  } catch (error) {
    socket.destroy();
    throw new PlatformError("cannot_connect", `${url.host} cannot be reached: ${systemWords(error)}.`, error);
  }
  const stop = (): void => void socket.destroy();
  signal.addEventListener("abort", stop);
  socket.once("close", () => signal.removeEventListener("abort", stop));
  // What it says is nothing that we know, but it must be read for its end to be seen.
  socket.resume();
  return socket;
}

/** TLS names no addresses. */
function nameFor(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}

/**
 * Resolves when the other side has read everything and ended; rejects where the connection broke off. One that keeps its side
 * open is taken to have read what it did not break off for.
 */
async function deliver(socket: Socket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE);
  const closed = once(socket, "close", { signal: AbortSignal.any([signal, patience]) });
  socket.end(bytes);
  try {
    await closed;
  } catch (error) {
    if (signal.aborted || !patience.aborted || socket.writableLength > 0) throw error;
  } finally {
    socket.destroy();
  }
}

async function livesOn(socket: Socket, url: URL, signal: AbortSignal): Promise<Sent> {
  await pause(HOLD, undefined, { signal });
  return isAlive(socket) ? TAKEN : later(`${url.host} ended right after it had read a batch.`);
}

function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
}
