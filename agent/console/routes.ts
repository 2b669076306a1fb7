import { Hono, type Context } from "hono";
import * as z from "zod/mini";
import { FIELDS, filterIn, type Filter } from "./api/filter.ts";
import { exportLines } from "../journal/export.ts";
import { EVERYTHING } from "../journal/filter.ts";
import type { VerifyOptions } from "../journal/verify/report.ts";
import { LineForm } from "./api/answers.ts";
import type { Asked } from "./asked.ts";
import type { Checks } from "./checks.ts";
import { isExport } from "./open-shelf.ts";
import type { News } from "./news.ts";
import { packDownload } from "./pack-download.ts";

/** Rows that are given at most in one answer. */
const MOST_ROWS = 200;
/** Events that are read for a download in one go. */
const LINES = 2_000;
/** Lines of an export with proofs that are made in one go: some milliseconds. */
const PROVEN_LINES = 512;
/** Longest query that is looked at, in characters. */
const LONGEST = 8_000;

const Whole = z.pipe(z.string().check(z.regex(/^\d{1,12}$/)), z.transform(Number));
const Moment = z.pipe(z.string().check(z.regex(/^\d{1,16}$/)), z.transform(Number));
const Zone = z.pipe(z.string().check(z.regex(/^-?\d{1,4}$/)), z.transform(Number));
const Places = z.pipe(
  z.string().check(z.regex(/^\d{1,12}(,\d{1,12}){0,63}$/)),
  z.transform((text: string) => text.split(",").map(Number)),
);
const RowsQuery = z.object({ at: Whole, count: Whole, upTo: z.optional(Places) });
const TimelineQuery = z.object({ zone: Zone, viewFrom: z.optional(Moment), viewTo: z.optional(Moment) });
const ChoicesQuery = z.object({ field: z.enum(FIELDS), typed: z.string().check(z.maxLength(200)) });
const EventQuery = z.object({ journal: Whole, sequence: Whole });
const ProvenQuery = z.object({ journal: Whole });
const ExportQuery = z.object({ format: LineForm, upTo: z.optional(Places) });

/** What answers. */
export interface ApiParts {
  readonly asked: Asked;
  readonly news: News;
  readonly checks: Checks;
  /** The opened files. */
  readonly journals: readonly string[];
  /** Checkpoints that witnesses hold. */
  readonly witnessed: VerifyOptions["witnessed"];
  /** Version of the program. */
  readonly version: string;
}

/** Everything that the page may ask, as JSON: `…/api/NAME?…`. All of it only reads. */
export function apiRoutes({ asked, news, checks, journals, witnessed, version }: ApiParts): Hono {
  return new Hono()
    .get("/about", async (context) => context.json(await asked.ask("about")))
    .get("/rows", (context) =>
      read(context, RowsQuery, async ({ at, count, upTo }, filter) =>
        context.json(await asked.ask("rows", filter, upTo ?? null, at, Math.min(count, MOST_ROWS))),
      ),
    )
    .get("/timeline", (context) =>
      read(context, TimelineQuery, async ({ zone, viewFrom, viewTo }, filter) => {
        const span =
          viewFrom === undefined || viewTo === undefined || viewTo <= viewFrom
            ? null
            : { from: viewFrom, to: viewTo };
        return context.json(await asked.ask("timeline", filter, span, zone));
      }),
    )
    .get("/models", (context) =>
      read(context, z.object({}), async (_, filter) => context.json(await asked.ask("models", filter))),
    )
    .get("/choices", (context) =>
      read(context, ChoicesQuery, async ({ field, typed }) =>
        context.json(await asked.ask("choices", field, typed)),
      ),
    )
    .get("/event", (context) =>
      read(context, EventQuery, async ({ journal, sequence }) => {
        const event = await asked.ask("event", journal, sequence);
        return event === null
          ? wrong(context, 404, "no_event", "There is no such event.")
          : context.json(event);
      }),
    )
    .get("/discovery", (context) =>
      read(context, z.object({}), async (_, filter) => context.json(await asked.ask("discovery", filter))),
    )
    .get("/history", async (context) => context.json(await asked.ask("history")))
    .get("/integrity", async (context) => context.json(await asked.ask("integrity")))
    .get("/checks", (context) => context.json(checks.all))
    .get("/check-again", (context) => {
      checks.checkAll();
      return context.json(checks.all);
    })
    .get("/proven", (context) =>
      read(context, ProvenQuery, async ({ journal }, { from, to }) =>
        provenExport(context, journals[journal] ?? null, from, to),
      ),
    )
    .get("/export", (context) =>
      read(context, ExportQuery, async (query, filter) => download(context, asked, filter, query)),
    )
    .get("/pack", (context) =>
      read(context, ProvenQuery, async ({ journal }, { from, to }) =>
        packDownload(context, { journal: journals[journal] ?? null, from, to, witnessed, program: version }),
      ),
    )
    .get("/news", (context) => news.stream(context))
    .all("*", (context) => wrong(context, 404, "no_such_question", "There is nothing here."));
}

/** Reads a question's query and filter, and says so where it cannot. */
async function read<T>(
  context: Context,
  schema: z.ZodMiniType<T>,
  answer: (query: T, filter: Filter) => Promise<Response>,
): Promise<Response> {
  const { search, searchParams } = new URL(context.req.url);
  const query = schema.safeParse(context.req.query());
  const filter = search.length > LONGEST ? null : filterIn(searchParams);
  if (!query.success || filter === null)
    return wrong(context, 400, "unreadable_question", "This address asks for something that cannot be read.");
  return answer(query.data, filter);
}

function wrong(context: Context, status: 400 | 404, code: string, message: string): Response {
  return context.json({ error: { code, message } }, status);
}

/** The events of a filter as a file, page by page, as fast as it is taken. */
async function download(
  context: Context,
  asked: Asked,
  filter: Filter,
  { upTo, format }: z.infer<typeof ExportQuery>,
): Promise<Response> {
  // What comes meanwhile would move rows: the end is what it is now.
  const { journals } = await asked.ask("about");
  const counts = upTo ?? journals.map(({ count }) => count);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const lines = await asked.ask("lines", { filter, upTo: counts, format }, at, LINES);
      at += LINES;
      if (lines === null) controller.close();
      else controller.enqueue(new TextEncoder().encode(lines));
    },
  });
  return file(context, format === "ocsf" ? "events-ocsf" : "events", stream);
}

/** One journal in a span of time with all that proves it, as `lanyard journal export` writes it. */
function provenExport(
  context: Context,
  journal: string | null,
  since: number | null,
  until: number | null,
): Response {
  if (journal === null || isExport(journal))
    return wrong(context, 404, "no_journal", "There is no such journal. An export has its proofs already.");
  const lines = exportLines({
    file: journal,
    filter: { ...EVERYTHING, since, until },
    now: Date.now(),
    onProgress: () => undefined,
  });
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const some: string[] = [];
      for (let next = lines.next(); next.done !== true; next = lines.next()) {
        some.push(`${next.value}\n`);
        if (some.length >= PROVEN_LINES) break;
      }
      if (some.length === 0) controller.close();
      else controller.enqueue(new TextEncoder().encode(some.join("")));
    },
    cancel: () => void lines.return(undefined),
  });
  return file(context, "export", stream);
}

function file(context: Context, what: string, stream: ReadableStream<Uint8Array>): Response {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  context.header("Content-Type", "application/x-ndjson");
  context.header("Content-Disposition", `attachment; filename="lanyard-${what}-${moment}.jsonl"`);
  return context.body(stream);
}
