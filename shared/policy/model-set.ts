import type { Clearance } from "../schema/clearance.ts";
import type { Recognition } from "../schema/recognition.ts";
import { fold } from "./pattern.ts";

/**
 * The models that a call may be for (P7): what the policy says this service's string may mean, else the model that
 * was recognized, else those that the catalog thinks possible; null where nothing is known. What several entries of
 * the policy say is united. The string is compared without regard to case: a page chooses how it writes it.
 */
export function modelsFor(
  { sets }: Pick<Clearance, "sets">,
  { service, modelAsSent, model, mayBe }: Pick<Recognition, "service" | "modelAsSent" | "model" | "mayBe">,
): readonly string[] | null {
  const sent = fold(modelAsSent ?? "");
  const said = sets.filter((set) => set.service === service && fold(set.sent) === sent);
  if (said.length > 0) return [...new Set(said.flatMap(({ models }) => models))];
  return model === null ? mayBe : [model];
}
