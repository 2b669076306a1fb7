import type { Recognizer } from "../../shared/schema/recognizer.ts";

/**
 * The page where a person can use a model instead, after a call to this service was denied: the service's own page if
 * the model is of its lab, else the plainest page of the model's lab; with the model chosen, where the page's address can
 * say it. Null after a call to a raw API, whose page would be no place to do the same work, and where the lab has no page.
 */
export function homePageFor(services: readonly Recognizer[], service: string, model: string): string | null {
  const denied = services.find((one) => one.service === service);
  if (denied === undefined || denied.home === null) return null;
  const lab = model.slice(0, model.indexOf("/"));
  if (denied.provider === lab) return addressOf(denied, model);
  const plainest = services
    .filter(({ provider, home }) => provider === lab && home !== null)
    .toSorted((a, b) => (a.home?.length ?? 0) - (b.home?.length ?? 0))[0];
  return plainest === undefined ? null : addressOf(plainest, model);
}

function addressOf({ open, home }: Recognizer, model: string): string | null {
  if (open === undefined) return home;
  const name = model.slice(model.indexOf("/") + 1);
  return open
    .replace("{model}", encodeURIComponent(name))
    .replace("{slug}", encodeURIComponent(name.replaceAll(".", "-")));
}
