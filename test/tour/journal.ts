import * as z from "zod/mini";
import { lanyard } from "./agent.ts";
import type { Organization } from "./organization.ts";

/** What the tour reads of a decision in the journal. */
const Row = z.looseObject({
  kind: z.literal("decision"),
  time: z.number(),
  effect: z.enum(["permit", "deny"]),
  host: z.string(),
  because: z.string(),
  took: z.number(),
});
export type DecisionRow = z.infer<typeof Row>;

/** Milliseconds that a decision may take to be in the journal. */
const PATIENCE = 10_000;

/**
 * The first decision made at this moment or later on a call to this host, with this effect where one is given; null
 * where none comes in time.
 */
export async function decisionOn(
  organization: Organization,
  host: string,
  since: number,
  effect?: DecisionRow["effect"],
): Promise<DecisionRow | null> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const rows = await decisionsSince(organization, since);
    const row = rows.find((one) => one.host === host && (effect === undefined || one.effect === effect));
    if (row !== undefined) return row;
  }
  return null;
}

async function decisionsSince(organization: Organization, since: number): Promise<readonly DecisionRow[]> {
  const { output } = await lanyard([
    "journal",
    "list",
    "--json",
    "--since",
    new Date(since).toISOString(),
    "--file",
    organization.journal,
  ]);
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return lines
    .map((line) => Row.safeParse(JSON.parse(line)))
    .flatMap((row) => (row.success && row.data.time >= since ? [row.data] : []));
}
