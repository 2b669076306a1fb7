import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BundledFile } from "../../shared/schema/bundle.ts";
import type { Attack } from "./attack.ts";
import { directiveFile, type Stage } from "./stage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STOP = "forbid: all, models: [openai/gpt-5.5]";

function publishDirective({ desk, content }: Stage, file: BundledFile): void {
  desk.publish({ ...content, directives: [...content.directives, file] });
}

/** What the on-call key signs and may not. */
const grants: readonly Attack[] = (
  [
    ["a permit", directiveFile("wide", 'permit: [chat], models: ["*"]')],
    ["a rule beside it", directiveFile("wide", STOP, 'rules:\n  - {id: w, permit: [chat], models: ["*"]}\n')],
    ["a license", directiveFile("wide", STOP, 'licenses:\n  - {id: l, holder: {}, models: ["*"]}\n')],
    ["a grant", directiveFile("wide", STOP, 'grants:\n  - {id: g, holder: {}, models: ["*"]}\n')],
    ["another classification", directiveFile("wide", STOP, 'classify:\n  - {models: ["*"], level: open}\n')],
    ["another default", directiveFile("wide", STOP, "default: permit\n")],
    ["accounts of its own", directiveFile("wide", STOP, "accounts: {corporate: [me@example.com]}\n")],
    [
      "a template that permits",
      directiveFile("wide", STOP, "templates: {t: {slots: [], rule: {permit: [chat]}}}\n"),
    ],
  ] as const
).map(([what, file]): Attack => ({
  name: `directive that grants: ${what}`,
  record: "directives_grant",
  arrange: (stage) => publishDirective(stage, file),
}));

const malformed: readonly Attack[] = [
  {
    name: "directive that is no YAML",
    record: "malformed_directives",
    arrange: (stage) => publishDirective(stage, { file: "bad.yaml", text: "lanyard: 1\ndirectives: [{\n" }),
  },
  {
    name: "directive past its date",
    record: "Revision r2+3",
    arrange: (stage) => publishDirective(stage, directiveFile("past", `${STOP}, until: 2020-01-01`)),
    isRenamed: true,
  },
  {
    name: "release that changed under its name",
    record: "malformed_policy",
    arrange: ({ desk, content }) =>
      desk.publish({
        ...content,
        releases: {
          r2: [{ file: "main.yaml", text: "lanyard: 1\nunidentified: permit\ndefault: permit\n" }],
        },
      }),
  },
];

const clocks: readonly Attack[] = [
  {
    name: "clock set back by 30 days",
    record: "clock_behind",
    arrange: ({ victim }) => victim.setClock(-30 * DAY),
  },
  {
    name: "clock set back, so that what has expired looks fresh, over a restart",
    record: "expired_directives",
    arrange: async ({ desk, content, victim }) => {
      desk.publish(content, {
        issued: { directives: Date.now() - 20 * DAY },
        expires: { directives: Date.now() - DAY },
      });
      await victim.setClock(-10 * DAY);
      await victim.restart();
    },
  },
  {
    name: "clock set forward by 400 days (mended when it is right again)",
    record: "expired_root",
    arrange: ({ victim }) => victim.setClock(400 * DAY),
  },
  {
    name: "clock set forward by 400 days, over a restart (mended when it is right again)",
    record: "expired_root",
    arrange: async ({ victim }) => {
      await victim.setClock(400 * DAY);
      await victim.restart();
    },
  },
];

const COPIES = ["floor-a", "floor-b"];

/** Damages the state on the disk of an endpoint that does not run then; offline where one copy must do. */
function damaged(name: string, copies: readonly string[], damage: (file: string) => void): Attack {
  const isWhole = copies.length < COPIES.length;
  return {
    name,
    record: "floor_damaged",
    arrange: async ({ victim, server }) => {
      for (const copy of copies) damage(join(victim.floor, copy));
      server.isUp = !isWhole;
      await victim.restart();
    },
    heal: ({ server }) => void (server.isUp = true),
  };
}

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const damages: readonly Attack[] = [
  ...COPIES.flatMap((copy) => [
    damaged(`state on disk: ${copy} cut off, offline`, [copy], (file) => truncateSync(file, 1_000)),
    damaged(`state on disk: a bit of ${copy} flipped, offline`, [copy], flipBit),
  ]),
  damaged("state on disk: one copy empty, offline", ["floor-b"], (file) => truncateSync(file, 0)),
  damaged("state on disk: one copy longer than it was, offline", ["floor-a"], (file) =>
    appendFileSync(file, "{}"),
  ),
  damaged("state on disk: both copies cut off (closed until fetched)", COPIES, (file) =>
    truncateSync(file, 1_000),
  ),
  damaged("state on disk: a bit of both copies flipped (closed until fetched)", COPIES, flipBit),
];

/** What keys, clocks and disks do wrong. */
export const BLUNDERS: readonly Attack[] = [...grants, ...malformed, ...clocks, ...damages];
