import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { brokerAddress } from "../platform/broker-address.ts";
import { systemWords } from "../platform/fault.ts";
import { PublishingError } from "./fault.ts";
import type { Nudge } from "./publisher-file.ts";

/** Milliseconds for a broker to take a nudge: a directive is out already, and endpoints poll. */
const BROKER_LIMIT = 5_000;

/** Tells endpoints to look now: the timestamp's version, retained. Throws `unreadable` with a sentence. */
export async function nudge(broker: Nudge, desk: string, version: number): Promise<void> {
  const client = await connected(broker, desk);
  try {
    await inTime(client.publishAsync(`${broker.topic}/look`, String(version), { qos: 1, retain: true }));
  } catch (error) {
    throw unreachable(broker, error);
  } finally {
    client.end(true);
  }
}

/** A connection to the desk's broker; paths are relative to `desk`. Throws `unreadable` with a sentence. */
export async function connected(broker: Nudge, desk: string): Promise<MqttClient> {
  try {
    return await connectedBy(5, broker, desk).catch((error: unknown) => {
      if (isOtherVersion(error)) return connectedBy(OLDER_MQTT, broker, desk);
      throw error;
    });
  } catch (error) {
    throw unreachable(broker, error);
  }
}

/** MQTT 3.1.1, which some brokers have at most. Nothing that is said here needs 5. */
const OLDER_MQTT = 4;

/** How a broker of MQTT 3.1.1 and one of MQTT 5 say that they do not speak a version. */
function isOtherVersion(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === 1 || error.code === 0x84);
}

async function connectedBy(version: 4 | 5, broker: Nudge, desk: string): Promise<MqttClient> {
  const client = await inTime(mqtt.connectAsync("", optionsOf(version, broker, desk), false));
  // What breaks later shows in what is waited for; without a listener it would end the program.
  return client.on("error", () => undefined);
}

function optionsOf(
  version: 4 | 5,
  { url, ca, user, password_file: file }: Nudge,
  desk: string,
): IClientOptions {
  return {
    protocolVersion: version,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: BROKER_LIMIT,
    ...(ca !== undefined && { ca: readFileSync(resolve(desk, ca)) }),
    ...(user !== undefined && { username: user }),
    ...(file !== undefined && { password: readFileSync(resolve(desk, file), "utf8").trim() }),
    ...brokerAddress(url),
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("it does not answer")), BROKER_LIMIT);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function unreachable({ url }: Nudge, error: unknown): PublishingError {
  return new PublishingError(
    "unreadable",
    `The broker ${url} cannot be reached: ${systemWords(error)}. Endpoints see what is new at their next poll.`,
    error,
  );
}
