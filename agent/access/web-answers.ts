/** What a web server has under the address of an answer: `same` as before, `none` yet, or a text with its tag. */
type WebAnswer =
  | { readonly kind: "same" | "none" }
  | { readonly kind: "text"; readonly text: string; readonly tag: string | null };

/** Asks for an answer, unless it is the one of this tag still; rejects where nobody answers. */
export type AskAnswer = (url: string, tag: string | null) => Promise<WebAnswer>;
