import browser, { type DeclarativeNetRequest } from "webextension-polyfill";

/** Who keeps dynamic rules, and from which id on: the browser has one list for all of them. */
const OWNERS = { edition: 1, tenants: 100_000 } as const;

/** How many ids each has. */
const ROOM = 99_999;

/**
 * Puts these rules in the place of those that the same owner had, in one update, so that there is no moment without;
 * nobody else's are touched. Ids of the rules count from 1.
 */
export async function replaceDynamicRules(
  owner: keyof typeof OWNERS,
  rules: readonly DeclarativeNetRequest.Rule[],
): Promise<void> {
  const first = OWNERS[owner];
  const before = await browser.declarativeNetRequest.getDynamicRules();
  await browser.declarativeNetRequest.updateDynamicRules({
    removeRuleIds: before.map(({ id }) => id).filter((id) => id >= first && id < first + ROOM),
    addRules: rules.map((rule) => ({ ...rule, id: first - 1 + rule.id })),
  });
}
