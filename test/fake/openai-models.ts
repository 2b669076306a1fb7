import { json, type Answer } from "./answer.ts";

const MODELS = ["gpt-5.5", "gpt-5.2", "gpt-5.6-sol", "text-embedding-3-small"];

/** `GET …/models`: the list that a client may choose from. */
export function openaiModels(): Answer {
  const data = MODELS.map((id) => ({ id, object: "model", created: 1_780_000_000, owned_by: "stand-in" }));
  return json({ object: "list", data });
}
