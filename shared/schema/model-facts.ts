import * as z from "zod/mini";
import { Moment, Name } from "./text.ts";

/** What the catalog knows about one model; policy classifies by it. */
export const ModelFacts = z.strictObject({
  /** `provider/model`, in the one spelling. */
  id: Name,
  /** For people: "Claude Opus 4.8". */
  name: Name,
  /** Of the lab: "claude", "gpt", "llama". */
  family: Name,
  openWeights: z.nullable(z.boolean()),
  released: z.nullable(Moment),
});
export type ModelFacts = z.infer<typeof ModelFacts>;
