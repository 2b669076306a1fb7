import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Hours, MomentConditions } from "../../../shared/schema/clearance.ts";
import { all, among, ask, type Truth } from "./naive-person.ts";
import { glob } from "./naive-glob.ts";

const HALF_HOUR = 1_800_000;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export const moment = {
  /** Whether the call meets the conditions, the hours apart. */
  holds(when: MomentConditions, request: AccessRequest): Truth {
    const { account, tenants, regions, purposes, dataClasses, inspectable } = when;
    const answers: Truth[] = [];
    if (account !== null)
      answers.push(ask(request.account === "unknown" ? null : request.account, (one) => one === account));
    if (tenants !== null) answers.push(among(request.tenant, tenants));
    if (regions !== null)
      answers.push(regions.length === 0 ? "no" : ask(request.region, (one) => glob(regions, one)));
    if (purposes !== null) answers.push(among(request.purpose, purposes));
    if (dataClasses !== null)
      answers.push(
        dataClasses.length === 0
          ? "no"
          : ask(request.dataClasses, (found) => found.some((one) => dataClasses.includes(one))),
      );
    if (inspectable !== null) answers.push(request.inspectable === inspectable ? "yes" : "no");
    return all(answers);
  },

  /** Whether the wall clock of the zone is in the hours; those that pass midnight are of the day they begin on. */
  isInHours({ hours }: MomentConditions, time: number): boolean {
    if (hours === null) return true;
    const { days, from, to } = hours;
    const { day, minute } = wallClock(hours, time);
    if (from < to) return days.includes(day) && minute >= from && minute < to;
    const dayBefore = day === 1 ? 7 : day - 1;
    return (
      from !== to && ((days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < to))
    );
  },
};

function wallClock({ zone }: Hours, time: number) {
  const format = formatOf(zone);
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return {
    day: WEEKDAYS.indexOf(parts.get("weekday") ?? "") + 1,
    minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { timeZone, ...options });
  formats.set(timeZone, format);
  return format;
}

/** The next moment at which the hours begin or end: every half hour is looked at, for eight days. */
export function nextChange(when: MomentConditions, time: number): readonly number[] {
  if (when.hours === null) return [];
  const now = moment.isInHours(when, time);
  const first = Math.floor(time / HALF_HOUR) + 1;
  for (let half = first; half < first + 8 * 48; half++) {
    if (moment.isInHours(when, half * HALF_HOUR) !== now) return [half * HALF_HOUR];
  }
  return [];
}
