import { writeFileSync } from "node:fs";
import { join } from "node:path";
import legacyUrl from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connected, nudge } from "../../../agent/publishing/nudge.ts";
import { reportsAtBroker, reportsInFolder } from "../../../agent/publishing/reports.ts";
import { makeCertificate } from "../../fake/certificate.ts";
import { startMosquitto } from "../../servers/mosquitto.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startBroker } from "./broker.ts";
import { report } from "./made-report.ts";

describe("the nudge", () => {
  test("is the timestamp's version, retained, and nothing else", async () => {
    const { url, seen } = await startBroker();
    await nudge({ url, topic: "lanyard/contoso" }, ".", 17);
    expect(seen.map(({ topic, payload, retain, qos }) => [topic, payload.toString(), retain, qos])).toEqual([
      ["lanyard/contoso/look", "17", true, 1],
    ]);
  });

  test("takes the broker's address apart without what Node warns of", async () => {
    const parse = vi.spyOn(legacyUrl, "parse");
    onTestFinished(() => parse.mockRestore());
    const { url, seen } = await startBroker();
    await nudge({ url, topic: "t" }, ".", 1);
    expect(seen).toHaveLength(1);
    expect(parse).not.toHaveBeenCalled();
  });

  test("goes over TLS, by the authority, user and password of the desk", async () => {
    const { key, certificate } = await makeCertificate([]);
    const { url, seen } = await startBroker({ key, cert: certificate });
    const desk = temporaryFolder();
    writeFileSync(join(desk, "ca.pem"), certificate);
    writeFileSync(join(desk, "password"), "secret\n");
    const broker = { url, topic: "t", ca: "ca.pem", user: "desk", password_file: "password" };
    await nudge(broker, desk, 3);
    expect(seen).toHaveLength(1);
    await expect(nudge({ url, topic: "t" }, desk, 4)).rejects.toThrow("cannot be reached");
    writeFileSync(join(desk, "password"), "wrong");
    await expect(nudge(broker, desk, 5)).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("at their next poll"),
    });
    expect(seen).toHaveLength(1);
  });

  test("to a broker that is not there is told with what that means", async () => {
    await expect(nudge({ url: "mqtt://127.0.0.1:9", topic: "t" }, ".", 1)).rejects.toThrow(
      "Endpoints see what is new at their next poll.",
    );
  });
});

describe("reports", () => {
  test("are those that a broker retains, one an endpoint, with what is none counted", async () => {
    const { url, say } = await startBroker();
    for (let index = 0; index < 50; index += 1)
      await say(`lanyard/contoso/endpoints/${index}`, JSON.stringify(report({ policy: index })));
    await say("lanyard/contoso/endpoints/0", JSON.stringify(report({ policy: 99 })));
    await say("lanyard/contoso/endpoints/bad", "{}");
    await say("lanyard/other/endpoints/0", JSON.stringify(report({ policy: 1_000 })));
    const { reports, unreadable } = await reportsAtBroker({ url, topic: "lanyard/contoso" }, ".");
    expect([reports.length, unreadable]).toEqual([50, 1]);
    expect(Math.max(...reports.map(({ policy }) => policy))).toBe(99);
  });

  test("of more endpoints than Mosquitto queues for one client come all, by MQTT 5", async ({ skip }) => {
    const mosquitto = (await startMosquitto(temporaryFolder())) ?? skip("There is no Mosquitto here.");
    onTestFinished(() => mosquitto.stop());
    const broker = { url: mosquitto.url, topic: "t", ca: mosquitto.ca };
    const client = await connected(broker, ".");
    expect(client.options.protocolVersion).toBe(5);
    const payload = JSON.stringify(report({}));
    const names = Array.from({ length: 3_000 }, (_, index) => `t/endpoints/${index}`);
    await Promise.all(names.map((topic) => client.publishAsync(topic, payload, { qos: 1, retain: true })));
    await client.endAsync();
    expect((await reportsAtBroker(broker, ".")).reports).toHaveLength(3_000);
  });

  test("are the files of a folder", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.json"), JSON.stringify(report({})));
    writeFileSync(join(folder, "b.json"), "cut sho");
    expect(await reportsInFolder(folder)).toEqual({ reports: [report({})], unreadable: 1 });
    await expect(reportsInFolder(join(folder, "none"))).rejects.toThrow("cannot be read");
  });
});
