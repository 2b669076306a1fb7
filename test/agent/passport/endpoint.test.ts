import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deviceKey } from "../../../agent/passport/endpoint/device-key.ts";
import { Passports, type PassportsFor } from "../../../agent/passport/endpoint/passports.ts";
import type { AskWeb } from "../../../agent/passport/endpoint/web.ts";
import { PassportError } from "../../../agent/passport/fault.ts";
import { passportFileName } from "../../../agent/passport/file-name.ts";
import type { Application } from "../../../agent/passport/issue/issue.ts";
import { digestOf } from "../../../agent/passport/parts.ts";
import { newStatusList } from "../../../agent/passport/status-list.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { CLAIMED, DAY, HOUR, keys, LIST, made, NOW, trusted } from "./made.ts";

const URL = "https://passports.example.com/";

/** An endpoint in a folder of its own, with the web as a map and a clock that stands. */
class World {
  readonly folder: string;
  now = NOW;
  readonly web = new Map<string, string>();
  readonly asked: string[] = [];
  readonly file: string;
  policy: PassportsFor["policy"] = { issuers: [trusted()], proofs: ["level", "compartments", "us_person"] };
  passports: Passports;

  constructor(folder = temporaryFolder()) {
    this.folder = folder;
    this.file = join(folder, "own.sdjwt");
    this.passports = this.started();
  }

  /** Each text has a tag of its own, as servers make them. */
  readonly ask: AskWeb = (url, known) => {
    this.asked.push(url);
    const text = this.web.get(url);
    if (text === undefined)
      return Promise.reject(new PassportError("unreadable", `${url} cannot be fetched: away.`));
    const tag = digestOf(text);
    return Promise.resolve(tag === known ? { changed: false } : { changed: true, text, tag });
  };

  /** The agent as it is after a start. */
  started(): Passports {
    this.passports = new Passports({
      folder: join(this.folder, "passports"),
      keyFile: join(this.folder, "passport-key.pem"),
      ask: this.ask,
      now: () => this.now,
    });
    return this.passports;
  }

  look(by: "file" | "web" = "file"): ReturnType<Passports["look"]> {
    const settings =
      by === "web" ? { url: URL, ca: null, files: [] } : { url: null, ca: null, files: [this.file] };
    return this.passports.look({ policy: this.policy, person: "ada", settings });
  }

  async write(more: Partial<Application> = {}): Promise<void> {
    writeFileSync(this.file, await this.made(more));
  }

  async made(more: Partial<Application> = {}): Promise<string> {
    const { public: device } = await deviceKey(join(this.folder, "passport-key.pem"));
    return await made({ device, issued: this.now, expires: this.now + DAY, ...more });
  }

  /** Publishes a list of statuses in which these places are revoked. */
  list(...revoked: readonly number[]): void {
    const times = { uri: LIST, issued: this.now, fresh: DAY, expires: this.now + 3 * DAY };
    this.web.set(LIST, newStatusList(keys.issuer, times, 8, revoked));
  }

  /** What is decided by, where people files say that everybody is a US person with the highest clearance. */
  facts() {
    return this.passports.facts("ada", {
      id: "ada",
      groups: ["staff"],
      level: "top",
      compartments: ["all"],
      us_person: "proven",
    });
  }
}

const PROVEN = { level: "controlled", compartments: ["cyber"], us_person: "proven", groups: ["staff"] };
const UNPROVEN = { id: "ada", groups: ["staff"], compartments: [], us_person: "unknown" };

/** A world in which a good passport lies, and its status is known. */
async function settled(): Promise<World> {
  const world = new World();
  world.list();
  await world.write();
  await world.look();
  await world.passports.fetch();
  await world.look();
  return world;
}

describe("the passports of an endpoint", () => {
  test("prove what policy asks for, as soon as the status is known", async () => {
    const world = new World();
    await world.write();
    const [note] = await world.look();
    expect(note).toMatchObject({ what: "degraded" });
    expect(world.facts()).toEqual(UNPROVEN);
    world.list();
    expect(await world.passports.fetch()).toBe(true);
    expect(await world.look()).toMatchObject([{ what: "applied" }]);
    expect(world.facts()).toMatchObject(PROVEN);
    expect(world.passports.problems).toEqual([]);
    expect(world.passports.withheld).toContain("citizenship");
    expect(await world.look()).toEqual([]);
  });

  test("are not touched where policy asks for nothing: no key is made, nothing is asked", async () => {
    const world = new World();
    world.policy = {};
    await world.look();
    expect(await world.passports.fetch()).toBe(false);
    expect(world.asked).toEqual([]);
    expect(readdirSync(world.folder)).toEqual([]);
    expect(world.facts()).toMatchObject({ level: "top", us_person: "proven" });
    expect(world.passports.withheld).toBeNull();
  });

  test("end to the moment that was told, and leave nothing of people files behind", async () => {
    const world = await settled();
    expect(world.passports.wait).toBe(DAY);
    world.now = NOW + DAY;
    expect(await world.look()).toMatchObject([
      { what: "degraded", detail: expect.stringContaining("It ended at 2026-06-13") as string },
    ]);
    expect(world.facts()).toEqual(UNPROVEN);
    expect(world.passports.proofs).toMatchObject([
      { claim: "level", proven: false, by: trusted().id },
      {},
      {},
    ]);
  });

  test("are revoked by the next list, and an older list does not bring them back", async () => {
    const world = await settled();
    const before = world.web.get(LIST) ?? "";
    world.now += HOUR;
    world.list(3);
    expect(await world.passports.fetch()).toBe(true);
    expect(await world.look()).toMatchObject([
      { what: "degraded", detail: expect.stringContaining("revoked") as string },
    ]);
    expect(world.facts()).toEqual(UNPROVEN);
    world.web.set(LIST, before);
    await world.passports.fetch();
    await world.look();
    expect(world.facts()).toEqual(UNPROVEN);
    world.started();
    await world.look();
    await world.passports.fetch();
    await world.look();
    expect(world.facts()).toEqual(UNPROVEN);
  });

  test("are revoked by a list of the same second as well", async () => {
    const world = await settled();
    world.list(3);
    expect(await world.passports.fetch()).toBe(true);
    await world.look();
    expect(world.facts()).toEqual(UNPROVEN);
  });

  test("are refused where they are older than one that was accepted, also after a start", async () => {
    const world = await settled();
    const generous = readFileSync(world.file, "utf8");
    world.now += HOUR;
    await world.write({ claims: { ...CLAIMED, level: "open", us_person: false } });
    await world.look();
    expect(world.facts()).toMatchObject({ level: "open", us_person: "unknown" });
    writeFileSync(world.file, generous);
    expect(await world.look()).toMatchObject([
      { what: "refused", detail: expect.stringContaining("accepted before") as string },
    ]);
    expect(world.facts()).toMatchObject({ level: "open", us_person: "unknown" });
    world.started();
    expect(await world.look()).toMatchObject([{ what: "refused" }]);
    expect(world.facts()).toEqual(UNPROVEN);
  });

  test("that were copied from another device are refused", async () => {
    const [here, there] = [await settled(), await settled()];
    writeFileSync(there.file, readFileSync(here.file));
    there.started();
    expect(await there.look()).toMatchObject([
      { what: "refused", detail: expect.stringContaining("another device") as string },
    ]);
    expect(there.facts()).toEqual(UNPROVEN);
  });

  test("tell what their issuer is not trusted for, and take the rest", async () => {
    const world = new World();
    world.policy = {
      issuers: [trusted({ maySay: ["us_person"] })],
      proofs: ["level", "compartments", "us_person"],
    };
    world.list();
    await world.write();
    await world.look();
    await world.passports.fetch();
    await world.look();
    expect(world.passports.problems).toEqual([
      expect.stringContaining("level, compartments, for which policy does not trust"),
    ]);
    expect(world.facts()).toEqual({ ...UNPROVEN, us_person: "proven" });
  });

  test("stay as they were while what lies there is no passport", async () => {
    const world = await settled();
    writeFileSync(world.file, "<html>");
    expect(await world.look()).toMatchObject([{ what: "refused" }]);
    expect(world.facts()).toMatchObject(PROVEN);
  });

  test("are looked at anew by a policy that trusts them no longer", async () => {
    const world = await settled();
    world.policy = {
      issuers: [trusted({ keys: [keys.other.public] })],
      proofs: ["level", "compartments", "us_person"],
    };
    expect(await world.look()).toMatchObject([{ what: "refused" }]);
    expect(world.facts()).toEqual(UNPROVEN);
  });

  test("are fetched by an address that only this device can make, and kept without what was not asked for", async () => {
    const world = new World();
    world.list();
    const { thumbprint } = await deviceKey(join(world.folder, "passport-key.pem"));
    const address = `${URL}${passportFileName("ada", thumbprint)}`;
    world.web.set(address, await world.made());
    await world.look("web");
    while (await world.passports.fetch()) await world.look("web");
    expect(world.asked).toContain(address);
    expect(world.facts()).toMatchObject(PROVEN);
    const kept = readdirSync(join(world.folder, "passports")).map((name) =>
      join(world.folder, "passports", name),
    );
    const open = kept
      .flatMap((file) => readFileSync(file, "utf8").split("~"))
      .map((part) => Buffer.from(part, "base64url").toString());
    expect(open.some((text) => text.includes("cyber"))).toBe(true);
    expect(open.some((text) => text.includes("citizenship") || text.includes('"NL"'))).toBe(false);
    for (const file of kept) expect(statSync(file).mode & 0o077).toBe(0);
    world.web.clear();
    world.started();
    await world.look("web");
    expect(world.facts()).toMatchObject(PROVEN);
  });

  test("are fetched whole again once policy asks for more", async () => {
    const world = new World();
    world.list();
    const { thumbprint } = await deviceKey(join(world.folder, "passport-key.pem"));
    world.web.set(`${URL}${passportFileName("ada", thumbprint)}`, await world.made());
    await world.look("web");
    while (await world.passports.fetch()) await world.look("web");
    world.policy = { issuers: [trusted()], proofs: ["citizenship"] };
    await world.look("web");
    expect(world.facts()).not.toHaveProperty("citizenship");
    while (await world.passports.fetch()) await world.look("web");
    expect(world.facts()).toMatchObject({ citizenship: ["US", "NL"] });
  });

  test("whose address is away are told of once", async () => {
    const world = new World();
    expect(await world.look("web")).toMatchObject([{ what: "refused" }]);
    expect(await world.passports.fetch()).toBe(true);
    expect(await world.look("web")).toMatchObject([
      { detail: expect.stringContaining("cannot be fetched: away") as string },
    ]);
    expect(await world.passports.fetch()).toBe(false);
  });

  test("are bound to a key that is made once, for this user alone", async () => {
    const file = join(temporaryFolder(), "state/key.pem");
    const { thumbprint } = await deviceKey(file);
    expect((await deviceKey(file)).thumbprint).toBe(thumbprint);
    expect(statSync(file).mode & 0o077).toBe(0);
    writeFileSync(file, "no key");
    await expect(deviceKey(file)).rejects.toThrow("Remove it");
  });
});
