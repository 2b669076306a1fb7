import * as z from "zod/mini";

const UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const Uuid = z.string().check(z.regex(new RegExp(`^${UUID}$`)));
const Domain = z.string().check(z.regex(/^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/), z.maxLength(253));

/**
 * The company's own tenants at the vendors of AI services, in the forms that the vendors' tenant restrictions take. A
 * form is checked here because some vendors refuse every request whose header has one wrong id in it.
 */
export const Tenants = z.strictObject({
  /** Workspaces of ChatGPT by their UUID, and organizations of the API (`org-…`). */
  openai: z.optional(
    z
      .array(z.string().check(z.regex(new RegExp(`^(${UUID}|org-[A-Za-z0-9]{1,100})$`))))
      .check(z.minLength(1), z.maxLength(100)),
  ),
  /** Organizations by their UUID; 500 is what the vendor takes. */
  anthropic: z.optional(z.array(Uuid).check(z.minLength(1), z.maxLength(500))),
  /** Either `policy`, or `tenants` with `directory`; which of them is checked by `parse`, which can name the line. */
  microsoft: z.optional(
    z.strictObject({
      tenants: z.optional(z.array(z.union([Uuid, Domain])).check(z.minLength(1), z.maxLength(100))),
      /** The directory that asks for the restriction. */
      directory: z.optional(Uuid),
      consumers: z.optional(z.enum(["forbid", "permit"])),
      /** `TENANT:POLICY`, both UUIDs: the restriction as it is kept at Microsoft. */
      policy: z.optional(z.string().check(z.regex(new RegExp(`^${UUID}:${UUID}$`)))),
    }),
  ),
  /** Domains of Google Workspace, and the vendor's own words for kinds of accounts. */
  google: z.optional(
    z
      .array(z.union([Domain, z.enum(["consumer_accounts", "visitor_accounts"])]))
      .check(z.minLength(1), z.maxLength(100)),
  ),
});
export type Tenants = z.infer<typeof Tenants>;

/** Every id of the tenants as calls may carry it: what makes an account the company's own. */
export function tenantIds({ openai = [], anthropic = [], microsoft = {}, google = [] }: Tenants): string[] {
  const { tenants = [], directory, policy } = microsoft;
  const home = directory ?? policy?.split(":", 1)[0];
  const kinds = new Set(["consumer_accounts", "visitor_accounts"]);
  const domains = google.filter((one) => !kinds.has(one));
  return [...openai, ...anthropic, ...tenants, ...(home === undefined ? [] : [home]), ...domains];
}
