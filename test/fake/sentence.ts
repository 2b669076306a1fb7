/** What every stand-in answers: plainly not a model, and naming the model that was asked for. */
export function sentenceAs(model: string): string {
  return `This is a stand-in speaking as ${model}. Nothing left this machine.`;
}

/** A text in the pieces a stream brings it in: words with the space before them. */
export function piecesOf(sentence: string): readonly string[] {
  return sentence.match(/\s*\S+/g) ?? [];
}

/** A rough count of tokens, for the usage fields that SDKs want to see. */
export function tokensIn(sentence: string): number {
  return Math.ceil(sentence.length / 4);
}
