import * as z from "zod/mini";
import { Moment } from "./text.ts";

/** Given once, by whoever saw it happen: delivery again under the same id is harmless. */
export const EventId = z.string().check(z.regex(/^[A-Za-z0-9._-]{8,64}$/));

/** What every record for the journal begins with. */
export const eventHead = { id: EventId, time: Moment };
