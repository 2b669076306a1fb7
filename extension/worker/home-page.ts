import type { Recognizer } from "../../shared/schema/recognizer.ts";

/**
 * The page where a person can use a model instead, after a call to this service was denied: the service's own page if
 * the model is of its lab, else the plainest page of the model's lab. Null after a call to a raw API, whose page would
 * be no place to do the same work, and where the lab has no page.
 */
export function homePageFor(services: readonly Recognizer[], service: string, model: string): string | null {
  const denied = services.find((one) => one.service === service);
  if (denied === undefined || denied.home === null) return null;
  const lab = model.slice(0, model.indexOf("/"));
  if (denied.open !== undefined && denied.provider === lab) return opened(denied.open, model);
  if (denied.provider === lab) return denied.home;
  const homes = services.flatMap(({ provider, home }) => (provider === lab && home !== null ? [home] : []));
  return homes.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** The address of a new conversation with a model, where the service's own address can say it. */
function opened(template: string, model: string): string {
  const name = model.slice(model.indexOf("/") + 1);
  return template
    .replace("{model}", encodeURIComponent(name))
    .replace("{slug}", encodeURIComponent(name.replaceAll(".", "-")));
}
