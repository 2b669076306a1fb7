import { PlatformError } from "../../platform/fault.ts";
import type { OtlpReceiver, Receiver } from "../../platform/receivers.ts";
import { hecOf, otlpRecordOf } from "../format/line.ts";
import type { Origin } from "../format/origin.ts";
import { otlpRequest } from "../format/otlp.ts";
import { jsonIn } from "../../platform/json-text.ts";
import { mendOf, post, unhappy, type Answer } from "./post.ts";
import { readAuthority, readToken } from "./secret.ts";
import { later, TAKEN, type Sender, type Sent } from "./sender.ts";

/** What the two receivers over HTTP differ in. */
interface Manner {
  readonly url: URL;
  readonly write: Sender["write"];
  readonly body: (texts: readonly string[]) => string;
  /** The scheme of `Authorization`. */
  readonly scheme: string;
  readonly happy: (answer: Answer) => Sent;
}

type Hec = Extract<Receiver, { to: "hec" }>;

/** An OpenTelemetry collector: OTLP over HTTP in JSON. */
export function otlpSender(receiver: OtlpReceiver, originNow: () => Origin): Sender {
  return httpSender(receiver, {
    url: atPath(receiver.place, "/v1/logs"),
    write: otlpRecordOf,
    body: (texts) => otlpRequest(texts, originNow()),
    scheme: "Bearer",
    happy: partialSuccess,
  });
}

/** Splunk's HTTP Event Collector; a batch is its events one after another. */
export function hecSender(receiver: Hec, originNow: () => Origin): Sender {
  return httpSender(receiver, {
    url: atPath(receiver.place, "/services/collector/event"),
    write: (entry) => hecOf(receiver.format, entry, originNow()),
    body: (texts) => texts.join("\n"),
    scheme: "Splunk",
    happy: () => TAKEN,
  });
}

function httpSender({ tokenFile, ca }: Hec | OtlpReceiver, manner: Manner): Sender {
  return {
    write: manner.write,
    async send(texts, signal) {
      try {
        // Read each time: a token that was renewed counts at once.
        const [token, authority] = await Promise.all([
          tokenFile === null ? null : readToken(tokenFile),
          readAuthority(ca),
        ]);
        const headers = token === null ? {} : { authorization: `${manner.scheme} ${token}` };
        const body = manner.body(texts);
        const answer = await post({ url: manner.url, body, headers, ca: authority }, signal);
        if (typeof answer === "string") return later(answer);
        const { status } = answer;
        return status >= 200 && status < 300 ? manner.happy(answer) : unhappy(answer, mendOf(status));
      } catch (error) {
        if (error instanceof PlatformError) return later(error.message);
        throw error;
      }
    },
  };
}

/** A URL without a path means the usual one. */
function atPath(place: string, usual: string): URL {
  const url = new URL(place);
  if (url.pathname === "/") url.pathname = usual;
  return url;
}

/** OTLP says with 200 that it left some out, and that those are not to be sent again. */
function partialSuccess({ text }: Answer): Sent {
  const partial = memberOf(jsonIn(text), "partialSuccess");
  const rejected = Number(memberOf(partial, "rejectedLogRecords") ?? 0);
  if (!(rejected > 0)) return TAKEN;
  const detail = memberOf(partial, "errorMessage");
  return { got: "taken", rejected, detail: typeof detail === "string" ? detail.slice(0, 300) : "" };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
