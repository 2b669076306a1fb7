import { BUILT_IN_TABLES } from "../../shared/catalog/model-tables.ts";
import { modelsOf } from "../../shared/catalog/models-of-call.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { type Asked, modelsFor } from "../../shared/policy/model-set.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";

/**
 * The models that a string means which calls to a service carry (`""`: none): the set of the policy where it has one,
 * else what the catalog's record of the service says (P7); null where nothing is known.
 */
export function modelsSent(
  clearance: Pick<Clearance, "sets">,
  service: string,
  sent: string,
  beside: Pick<Asked, "host" | "alias"> = {},
): readonly string[] | null {
  const recognizer = SERVICES.find((one) => one.service === service);
  const { model, mayBe } = recognizer
    ? modelsOf(sent === "" ? [] : [sent], recognizer, BUILT_IN_TABLES)
    : { model: null, mayBe: null };
  const modelAsSent = sent === "" ? null : sent;
  return modelsFor(clearance, { service, modelAsSent, model, mayBe: mayBe && [...mayBe], ...beside });
}
