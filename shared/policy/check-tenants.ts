import type { Tenants } from "../schema/tenants.ts";
import { mendOf } from "./mends.ts";
import { type Position, type Problem, problemAt } from "./problem.ts";

type Locate = (...path: readonly PropertyKey[]) => Position;

/**
 * Microsoft has two forms of the restriction, which contradict each other on the same request: a list in the header, and
 * a policy that is kept in Entra. One of them must be said, and whole.
 */
export function tenantProblems({ microsoft }: Tenants, at: Locate): Problem[] {
  if (!microsoft) return [];
  const { tenants, directory, consumers, policy } = microsoft;
  const wrong = (field: string, message: string): Problem[] => [
    problemAt(at("microsoft", field), "wrong_value", message, mendOf("microsoft")),
  ];
  if (policy !== undefined) {
    const beside = ["tenants", "directory", "consumers"].find((key) => key in microsoft);
    if (beside === undefined) return [];
    return wrong(beside, `tenants.microsoft: \`${beside}\` stands beside \`policy\`, which says all of it.`);
  }
  if (tenants !== undefined && directory === undefined)
    return wrong("tenants", "tenants.microsoft: the `directory` that asks for the restriction is missing.");
  if (directory !== undefined && tenants === undefined)
    return wrong("directory", "tenants.microsoft: the `tenants` that people may sign in to are missing.");
  if (tenants === undefined && consumers !== "forbid")
    return [
      problemAt(
        at("microsoft"),
        "empty_list",
        "tenants.microsoft: nothing is restricted.",
        mendOf("microsoft"),
      ),
    ];
  return [];
}
