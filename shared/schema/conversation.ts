import * as z from "zod/mini";
import { NAME_LIMIT } from "./text.ts";

const Text = z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT));

/** Conversations whose model was chosen by an earlier call, oldest first: service, id, and the strings that were sent. */
export const RememberedConversations = z.array(
  z.tuple([Text, Text, z.array(Text).check(z.minLength(1), z.maxLength(100))]),
);
export type RememberedConversations = z.infer<typeof RememberedConversations>;
