import { Desk } from "../agent/distribution/desk.ts";
import type { Attack } from "./attack.ts";
import { directiveFile } from "./stage.ts";
import { bytesOf, HOUR, pathOf, publishWrong, serveInstead, stolen } from "./thief.ts";

const rollbacks: readonly Attack[] = [
  {
    name: "rollback: an old timestamp is served again",
    record: "rollback_timestamp",
    arrange: (stage) =>
      serveInstead(stage, "metadata/timestamp.json", bytesOf(stage.old, "metadata/timestamp.json")),
  },
  {
    name: "rollback: a new timestamp names an old snapshot",
    record: "rollback_snapshot",
    arrange: (stage) => {
      const thief = stolen(stage);
      thief.versions.snapshot = 1;
      thief.stamp();
    },
    heal: ({ desk }) => void (desk.versions.timestamp += 1),
  },
  ...(["targets", "directives"] as const).map((role): Attack => ({
    name: `rollback: a new snapshot names old ${role}`,
    record: `rollback_${role}`,
    arrange: (stage) => {
      const thief = stolen(stage);
      thief.versions[role] = 1;
      thief.seal();
    },
    heal: ({ desk }) => {
      desk.versions.timestamp += 1;
      desk.versions.snapshot += 1;
    },
  })),
  {
    name: "rollback: an old root is served as the next one (replayed)",
    record: "rollback_root",
    arrange: (stage) => {
      // A new timestamp makes the endpoint look for roots at all.
      stage.desk.stamp();
      serveInstead(stage, "metadata/3.root.json", bytesOf(stage.old, "metadata/1.root.json"));
    },
  },
  {
    name: "a root is skipped: the one after the next is served as the next",
    record: "skipped_root",
    arrange: (stage) => {
      const thief = stolen(stage);
      thief.root({ version: { root: 4 } });
      stage.desk.stamp();
      serveInstead(stage, "metadata/3.root.json", bytesOf(thief.files, "metadata/4.root.json"));
    },
  },
  {
    name: "a root is signed by its own new keys alone",
    record: "unsigned_root",
    arrange: (stage) => {
      const other = new Desk();
      other.root();
      other.root();
      stage.desk.stamp();
      serveInstead(stage, "metadata/3.root.json", bytesOf(other.files, "metadata/3.root.json"));
    },
  },
];

const mixtures: readonly Attack[] = [
  {
    name: "mix and match: an old snapshot under the new one's name",
    record: "mismatch_snapshot",
    arrange: (stage) => {
      const { desk } = stage;
      desk.seal();
      serveInstead(stage, pathOf(desk, "snapshot"), bytesOf(stage.old, "metadata/1.snapshot.json"));
    },
  },
  ...(["targets", "directives"] as const).map((role): Attack => ({
    name: `mix and match: old ${role} under the new ones' name`,
    record: `mismatch_${role}`,
    arrange: (stage) => {
      publishWrong(stage, { version: { [role]: stage.desk.versions[role] + 1 } });
      serveInstead(stage, pathOf(stage.desk, role), bytesOf(stage.old, `metadata/1.${role}.json`));
    },
  })),
  {
    name: "mix and match: a snapshot leaves the directives out",
    record: "missing_directives",
    arrange: (stage) => {
      stolen(stage).seal({}, ["targets"]);
    },
    heal: ({ desk }) => {
      desk.versions.timestamp += 1;
      desk.versions.snapshot += 1;
    },
  },
];

/** What the library accepts and an endpoint does not. */
const oddities: readonly Attack[] = [
  {
    name: "delegation past the directives: those held before would count as the newest",
    record: "mismatch_directives",
    arrange: ({ desk, content }) =>
      desk.publish(
        {
          ...content,
          directives: [...content.directives, directiveFile("new", "forbid: all, models: [openai/gpt-5.5]")],
        },
        { paths: ["elsewhere/*"] },
      ),
  },
  {
    name: "a timestamp that was signed after its own end",
    record: "malformed_timestamp",
    arrange: (stage) =>
      stolen(stage).stamp({
        issued: { timestamp: Date.now() + 48 * HOUR },
        expires: { timestamp: Date.now() + 24 * HOUR },
      }),
  },
  {
    name: "a version that cannot be counted from",
    record: "malformed_timestamp",
    arrange: (stage) => stolen(stage).stamp({ version: { timestamp: 2 ** 53 } }),
  },
];

/** Old things in new places, and roots out of turn. */
export const ORDER: readonly Attack[] = [...rollbacks, ...mixtures, ...oddities];
