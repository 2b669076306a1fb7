import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonicalModel } from "../../../shared/catalog/identity.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { Recognizer } from "../../../shared/schema/recognizer.ts";

const FOLDER = new URL("../../../shared/catalog/services/", import.meta.url);
const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));

test("the list and the files of records agree", () => {
  expect(SERVICES.map(({ service }) => service).sort()).toEqual([...files].sort());
});

test("shapes for any host come after every host", () => {
  const real = SERVICES.filter(({ abstract }) => abstract !== true);
  const firstShape = real.findIndex(({ hosts }) => hosts.length === 0);
  expect(real.slice(firstShape).every(({ hosts }) => hosts.length === 0)).toBe(true);
});

describe.each(SERVICES)("the record of $service", (record) => {
  test("passes the schema and lies in the file of its name", () => {
    const text = readFileSync(new URL(`${record.service}.json`, FOLDER), "utf8");
    expect(Recognizer.parse(JSON.parse(text))).toEqual(record);
  });

  test("names models in their one spelling", () => {
    for (const model of Object.values(record.aliases).flat()) expect(canonicalModel(model)).toBe(model);
  });

  test("lends from records that exist", () => {
    for (const name of record.like ?? []) expect(SERVICES.some(({ service }) => service === name)).toBe(true);
  });

  test("reads captures that its paths have, from bodies that its codec reads", () => {
    for (const endpoint of record.endpoints) {
      const conditions = [...(endpoint.if ?? []), ...(endpoint.operations ?? []).map((choice) => choice.if)];
      const places = [
        ...endpoint.model,
        ...endpoint.prompt,
        ...endpoint.attachments,
        ...endpoint.account,
        ...(endpoint.alias ?? []),
        ...(endpoint.recall ?? []),
        ...(endpoint.remember?.key ?? []),
        ...conditions.map(({ at }) => at),
      ];
      for (const place of places) {
        const [part = "", name = ""] = place.split("/");
        if (part === "path") expect(endpoint.paths.some((path) => path.includes(`{${name}`))).toBe(true);
        if (part === "body") expect(endpoint.codec).not.toBe("none");
        if (part === "header") expect(name).toBe(name.toLowerCase());
      }
    }
  });
});
