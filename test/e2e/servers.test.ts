import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMosquitto } from "../servers/mosquitto.ts";
import { startNginx } from "../servers/nginx.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-servers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Status and body of one request. */
async function ask(
  url: string,
  ca: string,
  method = "GET",
  body = "",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca, method }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    asked.on("error", reject).end(body);
  });
}

test("nginx serves a folder over TLS, takes reports, and counts", async ({ skip }) => {
  const nginx = (await startNginx(join(folder, "nginx"))) ?? skip("There is no nginx here.");
  try {
    const ca = await readFile(nginx.ca, "utf8");
    await writeFile(join(nginx.root, "hello.json"), "{}");
    expect(await ask(`${nginx.url}hello.json`, ca)).toEqual({ status: 200, text: "{}" });
    expect((await ask(`${nginx.url}reports/a.json`, ca, "PUT", "{}")).status).toBe(201);
    expect(await readFile(join(nginx.reports, "a.json"), "utf8")).toBe("{}");
    expect((await nginx.traffic()).requests).toBe(2);
  } finally {
    await nginx.stop();
  }
});

test("Mosquitto keeps what is retained, over TLS", async ({ skip }) => {
  const broker = (await startMosquitto(join(folder, "mosquitto"))) ?? skip("There is no Mosquitto here.");
  const ca = await readFile(broker.ca, "utf8");
  const open = () => mqtt.connectAsync(broker.url, { protocolVersion: 5, ca });
  const [first, second] = await Promise.all([open(), open()]);
  try {
    await first.publishAsync("lanyard/look", "7", { retain: true, qos: 1 });
    const heard = new Promise<string>((resolve) =>
      second.once("message", (_topic, payload) => resolve(payload.toString())),
    );
    await second.subscribeAsync("lanyard/look", { qos: 1 });
    expect(await heard).toBe("7");
  } finally {
    await Promise.all([first.endAsync(), second.endAsync()]);
    await broker.stop();
  }
});
