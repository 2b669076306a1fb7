import type { IClientOptions } from "mqtt";
import { backoff } from "../../platform/backoff.ts";
import { brokerAddress } from "../../platform/broker-address.ts";
import type { BrokerSettings } from "../../platform/distribution-config.ts";
import { readHint } from "./nudge-gate.ts";

/** What a broker's line needs from around it. */
export interface BrokerParts {
  readonly settings: BrokerSettings;
  /** PEM of the certificates that the broker is verified by; null: those of Node. */
  readonly ca: string | null;
  readonly password: string | null;
  /** The device as reports name it. */
  readonly device: string;
  readonly signal: AbortSignal;
  readonly onHint: (hint: number) => void;
  /** Called at each connection. */
  readonly onConnect: () => void;
}

/** The one line to a broker, which nobody trusts: nudges come in, reports go out. */
export interface Broker {
  readonly isConnected: boolean;
  /** Publishes a report, retained; rejects where the broker does not take it. */
  publish(text: string): Promise<void>;
}

/** Bytes of the largest packet that is waited for: a nudge has a few dozen. */
const PACKET_LIMIT = 16_384;
/** Milliseconds before a line is tried again: doubling, and each time a different part of it. */
const RECONNECT = { shortest: 500, longest: 60_000 };
const KEEP_ALIVE_SECONDS = 30;
/** MQTT 3.1.1, for brokers that refuse 5: nothing here needs more. */
const OLDER_MQTT = 4;

/** Keeps a line to the broker until the signal; what it costs is loaded only here. */
export async function connectBroker(parts: BrokerParts): Promise<Broker> {
  const { connect } = await import("mqtt");
  const { settings, device, signal, onHint, onConnect } = parts;
  const look = `${settings.topic}/look`;
  const client = connect(optionsOf(parts));
  let failures = 0;
  let isSubscribed = false;
  const guard = packetGuard();
  client.on("packetreceive", () => guard.whole());
  client.on("connect", () => {
    failures = 0;
    client.stream.on("data", (chunk: Buffer) => guard.came(chunk.length) || client.stream.destroy());
    client.subscribe(look, { qos: 1 }, (error) => (isSubscribed = error === null));
    onConnect();
  });
  client.on("close", () => {
    isSubscribed = false;
    failures += 1;
    client.options.reconnectPeriod = backoff(failures + 1, RECONNECT, Math.random());
  });
  // A broker that is away is no fault: the poll goes on, and status says so.
  client.on("error", (error) => {
    if ("code" in error && isOtherVersion(error.code)) client.options.protocolVersion = OLDER_MQTT;
  });
  client.on("message", (topic, payload) => {
    const hint = topic === look ? readHint(payload) : null;
    if (hint !== null) onHint(hint);
  });
  signal.addEventListener("abort", () => void client.end(true), { once: true });
  return {
    get isConnected() {
      return client.connected && isSubscribed;
    },
    async publish(text) {
      // The library would keep it and send it later, when it is not the newest any more.
      if (!client.connected) throw new Error("The broker is away.");
      await client.publishAsync(`${settings.topic}/endpoints/${device}`, text, { qos: 1, retain: true });
    },
  };
}

/** What brokers of either version answer where they do not speak the version that was asked for. */
function isOtherVersion(code: unknown): boolean {
  return code === 1 || code === 0x84;
}

function optionsOf({ settings, ca, password, device }: BrokerParts): IClientOptions {
  return {
    ...brokerAddress(settings.url),
    protocolVersion: 5,
    clientId: `lanyard-${device}`,
    clean: true,
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: 10_000,
    reconnectPeriod: RECONNECT.shortest,
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    properties: { maximumPacketSize: PACKET_LIMIT, receiveMaximum: 20, topicAliasMaximum: 0 },
    ...(ca !== null && { ca }),
    ...(settings.user !== null && { username: settings.user }),
    ...(password !== null && { password }),
  };
}

/** The broker was told the limit; one that lies is cut off before its packet fills the memory. */
function packetGuard() {
  let waiting = 0;
  return {
    /** False where too much has come without making a packet. */
    came(bytes: number): boolean {
      waiting += bytes;
      return waiting <= PACKET_LIMIT + bytes;
    },
    whole(): void {
      waiting = 0;
    },
  };
}
