import { readFile } from "node:fs/promises";
import type { IClientOptions, MqttClient } from "mqtt";
import { brokerAddress } from "../platform/broker-address.ts";
import { systemWords } from "../platform/fault.ts";
import type { BrokerSettings } from "../platform/distribution-config.ts";
import { type Outlet, WitnessError } from "./outlet.ts";

/** Milliseconds that a broker may take to answer. */
const PATIENCE = 10_000;
/** MQTT 3.1.1, for brokers that refuse 5: nothing here needs more. */
const OLDER_MQTT = 4;

/**
 * Publishes checkpoints at a broker under `TOPIC/checkpoints/<32 digits of the origin>`, retained, QoS 1: the note and
 * nothing else. A line is opened for each: they are seconds apart, and a broker that is away holds nothing up.
 */
export function mqttOutlet(settings: BrokerSettings): Outlet {
  return {
    name: `the broker ${settings.url}`,
    send: async ({ origin, note }, signal) => {
      const digits = origin.slice(origin.lastIndexOf("/") + 1);
      try {
        const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
        await published(settings, { topic: `${settings.topic}/checkpoints/${digits}`, digits, note }, until);
      } catch (error) {
        throw new WitnessError(`The broker ${settings.url} cannot be reached: ${systemWords(error)}.`, error);
      }
    },
  };
}

interface Message {
  readonly topic: string;
  readonly digits: string;
  readonly note: string;
}

async function published(settings: BrokerSettings, { topic, digits, note }: Message, until: AbortSignal) {
  const [ca, password] = await Promise.all([textIn(settings.ca), textIn(settings.passwordFile)]);
  const options: IClientOptions = {
    ...brokerAddress(settings.url),
    clientId: `lanyard-witness-${digits.slice(0, 8)}`,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: PATIENCE,
    ...(ca !== null && { ca }),
    ...(settings.user !== null && { username: settings.user }),
    ...(password !== null && { password: password.trim() }),
  };
  const client = await connected(options, until);
  try {
    await inTime(client.publishAsync(topic, note, { qos: 1, retain: true }), until);
  } finally {
    client.end(true);
  }
}

/** What it costs to speak to a broker is loaded only where there is one. */
async function connected(options: IClientOptions, until: AbortSignal): Promise<MqttClient> {
  const { connectAsync } = (await import("mqtt")).default;
  const by = (protocolVersion: 4 | 5): Promise<MqttClient> => {
    const coming = connectAsync("", { ...options, protocolVersion }, false);
    // One that comes when nobody waits any more is not left open.
    until.addEventListener("abort", () => void coming.then((late) => late.end(true)).catch(() => undefined), {
      once: true,
    });
    return inTime(coming, until);
  };
  const client = await by(5).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === 1 || error.code === 0x84))
      return by(OLDER_MQTT);
    throw error;
  });
  // What breaks later shows in what is waited for; without a listener it would end the agent.
  return client.on("error", () => undefined);
}

async function inTime<T>(work: Promise<T>, until: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new Error("it does not answer"));
  if (until.aborted) stop();
  until.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    until.removeEventListener("abort", stop);
  }
}

function textIn(file: string | null): Promise<string | null> {
  return file === null ? Promise.resolve(null) : readFile(file, "utf8");
}
