import type { Missing } from "../schema/decision.ts";
import type { AccessState } from "./access.ts";

/**
 * Whether asking for a model can help: a grant is what is missing, and policy lets people ask for it. `covers`: whether a
 * pattern covers a model.
 */
export function isAskable(
  access: AccessState | null | undefined,
  { model, missing }: { readonly model: string | null; readonly missing: readonly Missing[] },
  covers: (pattern: string, model: string) => boolean,
): boolean {
  if (!access || model === null || !missing.some(({ kind }) => kind === "grant")) return false;
  return access.models.some((pattern) => covers(pattern, model));
}
