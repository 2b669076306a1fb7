import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { passportFileName, STATUS_FILE } from "../../../agent/passport/file-name.ts";
import { Applicant, applicantsInLines, applicantsInYaml } from "../../../agent/passport/issue/applicant.ts";
import { newIssuerKey, openIssuerKey } from "../../../agent/passport/issue/key-file.ts";
import { Register } from "../../../agent/passport/issue/register.ts";
import {
  issueRound,
  writeStatusList,
  type Desk,
  type RoundDone,
} from "../../../agent/passport/issue/round.ts";
import { StaticFiles } from "../../../agent/passport/issue/static-files.ts";
import { partsOf } from "../../../agent/passport/parts.ts";
import { readStatusList, type StatusList } from "../../../agent/passport/status-list.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DAY, faultOf, HOUR, ISSUER, keys, NOW, verified } from "./made.ts";

const URL = `${ISSUER}/`;

/** A desk in a folder of its own. */
class Room {
  readonly folder = temporaryFolder();
  readonly register = new Register(join(this.folder, "passports.db"));
  now = NOW;

  constructor() {
    onTestFinished(() => this.register.close());
  }

  get desk(): Desk {
    const files = new StaticFiles(join(this.folder, "public"));
    return {
      key: keys.issuer,
      register: this.register,
      files,
      issuer: { id: ISSUER, url: URL },
      now: this.now,
    };
  }

  round(people: readonly Applicant[], renewBefore = Infinity): Promise<RoundDone> {
    return issueRound(this.desk, people, { valid: DAY, renewBefore, onPerson: () => undefined });
  }

  path(name: string): string {
    return join(this.folder, "public", name);
  }

  /** A person's passport on this device. */
  passport(id: string): string {
    return readFileSync(this.path(passportFileName(id, keys.device.thumbprint)), "utf8");
  }

  /** Whether each place in the list that is published counts. */
  async good(...places: readonly number[]): Promise<readonly (boolean | null)[]> {
    return places.map((await this.list()).isGood);
  }

  /** When the list that is published was signed. */
  async listed(): Promise<number> {
    return (await this.list()).issued;
  }

  list(): Promise<StatusList> {
    const text = readFileSync(this.path(STATUS_FILE), "utf8");
    return readStatusList(text, { uri: `${URL}${STATUS_FILE}`, keys: [keys.issuer.public] });
  }
}

function person(id: string, facts: object = {}): Applicant {
  return Applicant.parse({ id, device_keys: [keys.device.public], ...facts });
}

function placeOf(passport: string): number | undefined {
  return partsOf(passport).payload.status?.status_list.idx;
}

describe("a round of issuing", () => {
  test("gives everybody a passport for each device, each with a place of its own in the list", async () => {
    const room = new Room();
    const two = { device_keys: [keys.device.public, keys.other.public] };
    const done = await room.round([
      person("ada", { ...two, level: "open" }),
      person("ben"),
      person("cleo", { device_keys: [] }),
    ]);
    expect(done).toEqual({ people: 3, issued: 3, left: 0, withoutDevice: 1 });
    expect(await room.good(0, 1, 2)).toEqual([true, true, true]);
    expect((await verified(room.passport("ada"))).claims).toMatchObject({ level: "open", us_person: false });
    const places = [
      room.passport("ada"),
      room.passport("ben"),
      readFileSync(room.path(passportFileName("ada", keys.other.thumbprint)), "utf8"),
    ];
    expect(new Set(places.map(placeOf)).size).toBe(3);
  });

  test("keeps the place of a passport that is issued again, and none is anybody else's", async () => {
    const room = new Room();
    await room.round([person("ada")]);
    await room.round([person("ben"), person("ada")]);
    expect([placeOf(room.passport("ada")), placeOf(room.passport("ben"))]).toEqual([0, 1]);
  });

  test("renews what ends soon, and leaves what holds", async () => {
    const room = new Room();
    await room.round([person("ada")]);
    room.now += 12 * HOUR;
    await room.round([person("ben")]);
    room.now += 2 * HOUR;
    const before = room.passport("ben");
    const done = await room.round([person("ada"), person("ben")], room.now + 12 * HOUR);
    expect(done).toMatchObject({ issued: 1, left: 1 });
    expect(partsOf(room.passport("ada")).payload.exp).toBe((room.now + DAY) / 1_000);
    expect(room.passport("ben")).toBe(before);
  });

  test("gives nobody a new one whose passport was revoked, until that is taken back", async () => {
    const room = new Room();
    await room.round([person("ada"), person("ben")]);
    expect(room.register.revoke("ada", NOW)).toBe(1);
    const before = await room.listed();
    writeStatusList(room.desk);
    // Lists of one second have an order all the same, so that the older one is known for what it is.
    expect(await room.listed()).toBe(before + 1_000);
    expect(await room.good(0, 1)).toEqual([false, true]);
    expect(await room.round([person("ada"), person("ben")])).toMatchObject({ issued: 1, left: 1 });
    expect(await room.good(0, 1)).toEqual([false, true]);
    room.register.revoke("ada", null);
    expect(await room.round([person("ada")])).toMatchObject({ issued: 1 });
    expect(await room.good(0)).toEqual([true]);
  });

  test("revokes all that is bound to a device by its thumbprint, and tells where there is nothing", async () => {
    const room = new Room();
    await room.round([person("ada"), person("ben")]);
    expect(room.register.revoke(keys.device.thumbprint, NOW)).toBe(2);
    expect(room.register.revoke("cleo", NOW)).toBe(0);
  });

  test("writes files under names that only the device can make, in folders that nobody can list", async () => {
    const room = new Room();
    await room.round([person("ada")]);
    const name = passportFileName("ada", keys.device.thumbprint);
    expect(name).toMatch(/^([0-9a-f]{2})\/\1[0-9a-f]{62}\.sdjwt$/);
    expect(passportFileName("ada", keys.other.thumbprint)).not.toBe(name);
    expect(passportFileName("ben", keys.device.thumbprint)).not.toBe(name);
    for (const folder of ["", name.slice(0, 2), "status"])
      expect(statSync(room.path(folder)).mode & 0o066).toBe(0);
  });

  test("that cannot go on has given no place to two people", async () => {
    const room = new Room();
    async function* broken(): AsyncGenerator<Applicant> {
      for (let n = 0; n < 700; n += 1) yield person(`p${n}`);
      throw new Error("The line is gone.");
    }
    const wish = { valid: DAY, renewBefore: Infinity, onPerson: () => undefined };
    await expect(issueRound(room.desk, broken(), wish)).rejects.toThrow("gone");
    expect(existsSync(room.path(STATUS_FILE))).toBe(false);
    await room.round([person("new")]);
    expect(placeOf(room.passport("new"))).toBe(500);
    expect(placeOf(room.passport("p0"))).toBe(0);
  });
});

describe("a register", () => {
  test("is of one issuer, which is said once", () => {
    const room = new Room();
    expect(() => room.register.issuer({})).toThrow("--issuer ID --url URL");
    expect(room.register.issuer({ id: "a", url: "https://a/" })).toEqual({ id: "a", url: "https://a/" });
    expect(room.register.issuer({})).toEqual({ id: "a", url: "https://a/" });
    expect(() => room.register.issuer({ id: "b" })).toThrow("This register is that of a");
  });
});

async function linesOf(...lines: readonly string[]): Promise<readonly Applicant[]> {
  async function* each(): AsyncGenerator<string> {
    yield* lines;
  }
  const people: Applicant[] = [];
  for await (const one of applicantsInLines("people.jsonl", each())) people.push(one);
  return people;
}

describe("people who are to have passports", () => {
  test("are read from a people file and from lines of JSON alike", async () => {
    const key = JSON.stringify(keys.device.public);
    const [fromYaml] = applicantsInYaml(
      "people.yaml",
      `people:\n  - {id: ada, level: open, device_keys: [${key}]}\n`,
    );
    const [fromLine] = await linesOf(`{"id":"ada","level":"open","device_keys":[${key}]}`, "", "  ");
    expect(fromYaml).toEqual(fromLine);
    expect(fromLine).toMatchObject({ id: "ada", level: "open", us_person: "unknown" });
  });

  test.each([
    ["{", "people.jsonl:2 is no JSON"],
    ['{"name":"Ada"}', 'people.jsonl:2 "id" is missing'],
    ['{"id":"a","clearance":"top"}', 'people.jsonl:2 "clearance" is missing, unknown'],
    ['{"id":"a","device_keys":[{"kty":"oct","k":"s"}]}', 'people.jsonl:2 "device_keys.0'],
  ])("are refused with the line: %s", async (line, sentence) => {
    await expect(linesOf('{"id":"ok"}', line)).rejects.toThrow(sentence);
  });

  test("are refused in a people file with line, field and mend", () => {
    expect(() => applicantsInYaml("people.yaml", "people:\n  - {id: a, device_keys: mine}\n")).toThrow(
      /people\.yaml:2:\d+ "people\.0\.device_keys" .*passport key new/,
    );
  });
});

describe("an issuer's key", () => {
  test("opens with its passphrase alone, and signs as before", async () => {
    const { key, file } = await newIssuerKey("ES256", "four random words", 4);
    expect(file).toContain("BEGIN AGE ENCRYPTED FILE");
    expect((await openIssuerKey(file, "four random words")).thumbprint).toBe(key.thumbprint);
    expect(await faultOf(openIssuerKey(file, "four random word"))).toBe("key");
    expect(await faultOf(openIssuerKey("no key", "four random words"))).toBe("key");
    expect(await faultOf(newIssuerKey("EdDSA", "short", 4))).toBe("key");
  });
});
