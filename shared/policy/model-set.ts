import type { Clearance, ModelSet } from "../schema/clearance.ts";
import type { Recognition } from "../schema/recognition.ts";
import { fold, matches } from "./pattern.ts";

/** What of a call tells which models it may be for. What is left out, nobody knows of it. */
export type Asked = Pick<Recognition, "service" | "modelAsSent" | "model" | "mayBe"> &
  Partial<Record<"host" | "alias", string | null | undefined>> &
  Partial<Pick<Recognition, "pageNamed">>;

/** No model that could be named: it is decided on as one that cannot be told. */
const UNIDENTIFIED = "";

/**
 * The models that a call may be for (P7): what the policy says this service's string may mean, else the model that
 * was recognized, else those that the catalog thinks possible; null where nothing is known. What several entries of
 * the policy say is united. Strings are compared without regard to case: a page chooses how it writes them. What the page
 * alone says of a string comes beside the unidentified model, so that it closes and never opens.
 */
export function modelsFor({ sets }: Pick<Clearance, "sets">, asked: Asked): readonly string[] | null {
  const { model, mayBe, pageNamed } = asked;
  const said = sets.filter((set) => speaksOf(set, asked));
  if (said.length > 0) return [...new Set(said.flatMap(({ models }) => models))];
  const known = model === null ? mayBe : [model];
  if (known !== null || pageNamed === null || pageNamed === undefined) return known;
  return [UNIDENTIFIED, ...pageNamed];
}

/** A pattern says nothing of a string that the catalog knows: it is for names that a customer made up. */
function speaksOf(set: ModelSet, { service, modelAsSent, model, mayBe, host, alias }: Asked): boolean {
  if (set.service !== service) return false;
  if (set.host !== undefined && !matches(fold(set.host), fold(host ?? ""))) return false;
  if (set.alias !== undefined && !matches(fold(set.alias), fold(alias ?? ""))) return false;
  const [said, sent] = [fold(set.sent), fold(modelAsSent ?? "")];
  if (said === sent) return true;
  return model === null && mayBe === null && matches(said, sent);
}
