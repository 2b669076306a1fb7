import browser from "webextension-polyfill";
import * as z from "zod/mini";
import { leadsTo, socketPac } from "../../shared/catalog/socket-pac.ts";
import type { SocketProxyPush } from "../../shared/wire/socket-proxy.ts";

/** What the browser says of its proxy setting, as far as it matters here. */
const Setting = z.looseObject({
  levelOfControl: z.string(),
  value: z.looseObject({
    mode: z.string(),
    pacScript: z.optional(z.looseObject({ data: z.optional(z.string()), url: z.optional(z.string()) })),
  }),
});
type Setting = z.infer<typeof Setting>;

const ASK = "Ask IT to add what `lanyard browser pac` prints.";

/** True where this browser has a proxy setting that we may make. */
export function takesProxy(): boolean {
  return browser.runtime.getManifest().permissions?.includes("proxy") === true;
}

/**
 * Leads sockets of AI services to the agent's proxy and everything else where it went before. The setting outlasts
 * browser and agent: without an agent these sockets stay closed. Gives what keeps it from doing so, as a sentence;
 * then nothing was changed.
 */
export async function leadSockets(push: SocketProxyPush, hosts: readonly string[]): Promise<string | null> {
  const before = Setting.parse(await browser.proxy.settings.get({}));
  switch (before.levelOfControl) {
    case "controlled_by_this_extension":
    case "controllable_by_this_extension":
      break;
    case "controlled_by_other_extensions":
      return "Another extension sets this browser's proxy, so sockets of background workers are not closed.";
    default:
      return leadsAlready(before, push.port)
        ? null
        : `A policy sets this browser's proxy, so sockets of background workers are not closed. ${ASK}`;
  }
  if (hasOwnProxy(before) && push.otherwise === "DIRECT")
    return "This browser was started with a proxy of its own, so sockets of background workers are not closed.";
  const otherwise = push.otherwise ?? (before.value.mode === "direct" ? "DIRECT" : null);
  if (otherwise === null)
    return "This machine's own proxy is not known, so sockets of background workers are not closed. Ask IT to write `sockets: {otherwise: …}` in the agent's configuration.";
  const data = socketPac({ hosts, port: push.port, otherwise });
  if (before.value.pacScript?.data === data) return null;
  await browser.proxy.settings.set({
    value: { mode: "pac_script", pacScript: { data, mandatory: true } },
  });
  return null;
}

/** What is given by command line or found by itself is not ours to end. */
function hasOwnProxy({ levelOfControl, value }: Setting): boolean {
  return levelOfControl === "controllable_by_this_extension" && !/^(?:direct|system)$/.test(value.mode);
}

/** A policy's script that is elsewhere cannot be looked into; one that is written out can. */
function leadsAlready({ value }: Setting, port: number): boolean {
  const { data, url } = value.pacScript ?? {};
  const text = data ?? (url === undefined ? "" : textOf(url));
  return value.mode === "pac_script" && leadsTo(text, port);
}

function textOf(url: string): string {
  const [, kind = "", content = ""] = /^data:([^,]*),(.*)$/s.exec(url) ?? [];
  try {
    return kind.endsWith(";base64") ? atob(content) : decodeURIComponent(content);
  } catch {
    return "";
  }
}
