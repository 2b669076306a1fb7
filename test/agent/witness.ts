import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import { EVERYTHING } from "../../agent/journal/filter.ts";
import { JournalReader } from "../../agent/journal/reader.ts";
import { askStatus } from "../../agent/local-api/status.ts";
import { connectPrivately } from "../../agent/platform/socket.ts";
import type { Site } from "./running.ts";
import { talkAt, type Talk } from "./talk.ts";

/** Every event of a site's journal, in its order. */
export function journalOf(site: Site): AuditEvent[] {
  const reader = new JournalReader(site.journal);
  const events = reader.newest(EVERYTHING, 1_000_000);
  reader.close();
  return events.map(({ event }) => event);
}

/** The lifecycle records of a site as `part what`, without those of extensions coming and going. */
export function lifeOf(site: Site): string[] {
  return journalOf(site).flatMap((event) =>
    event.kind === "lifecycle" && event.part !== "extension" ? [`${event.part} ${event.what}`] : [],
  );
}

/** What a site's agent says of itself; throws where none answers. */
export async function statusOf(site: Site): Promise<AgentStatus> {
  const status = await askStatus(await connectPrivately(site.socket));
  if (status === null) throw new Error(`No agent answers at ${site.socket}.`);
  return status;
}

/** An extension that said hello and has its first state. */
export async function greeted(site: Site): Promise<Talk> {
  const talk = await talkAt(site.socket);
  talk.hello();
  await talk.state();
  return talk;
}
