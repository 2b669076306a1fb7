/** Columns of a screen that a sentence may fill. */
const WIDTH = 100;

/** A sentence as lines, each with the indent. */
export function wrapped(sentence: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
