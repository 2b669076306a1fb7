import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { handshakeCall, type Line, namesOf, together } from "./socket-judgement.ts";

/** Stands for a service, and for its host, where nobody can tell which. */
const UNKNOWN = "unknown";

/** True for a channel that nothing has been found out about yet. */
export function isUnknown({ base }: Line): boolean {
  return base.service === UNKNOWN;
}

/** A channel on a page of an AI service that nothing permitted has set up so far: nobody can tell what it is for. */
export function unknownChannel(host: string): Line {
  const base: Recognition = {
    service: UNKNOWN,
    provider: UNKNOWN,
    operation: "realtime",
    modelAsSent: null,
    model: null,
    mayBe: null,
    pageNamed: null,
    alias: null,
    host: host === "" ? UNKNOWN : host,
    chooses: null,
    prompt: null,
    attachments: [],
    files: [],
    account: null,
    region: null,
    inspectable: false,
  };
  return { url: null, base, named: [] };
}

/** A channel that a permitted call has set up: it is for the model of that call, read as the service's socket is. */
export function channelSetUpBy(catalog: Catalog, url: string, recognition: Recognition): Line {
  return {
    url: socketAddress(catalog, url),
    base: recognition,
    named: together([], namesOf(recognition)),
  };
}

/** Where the catalog has a socket at the path of the call, or above it, frames of the channel are the same. */
function socketAddress(catalog: Catalog, url: string): string | null {
  const { host, pathname } = new URL(url);
  const paths = [pathname, pathname.slice(0, pathname.lastIndexOf("/"))];
  const addresses = paths.map((path) => `wss://${host}${path}`);
  const isRealtime = (address: string): boolean =>
    recognize(catalog, handshakeCall(address), { prompt: false })?.operation === "realtime";
  return addresses.find(isRealtime) ?? null;
}
