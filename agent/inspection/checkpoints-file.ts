/** A checkpoint with the file of a witness that it is from. */
export interface WitnessedNote {
  readonly note: string;
  readonly file: string;
}

const OWN = "== the journal's own newest checkpoint";
const SEEN = "== seen by the witness ";

/** The file of checkpoints: signed notes, each below a line that says whose it is. */
export function checkpointsText(own: string | null, witnessed: readonly WitnessedNote[]): string {
  const sections = [
    ...(own === null ? [] : [`${OWN}\n${own}`]),
    ...witnessed.map(({ note, file }) => `${SEEN}${file.replaceAll(/[\r\n]/g, " ")}\n${ended(note)}`),
  ];
  return sections.join("\n");
}

/** The checkpoints of witnesses in such a file. */
export function witnessedIn(text: string): readonly WitnessedNote[] {
  return text
    .split(/^(?=== )/mu)
    .filter((section) => section.startsWith(SEEN))
    .map((section) => {
      const end = section.indexOf("\n");
      return { file: section.slice(SEEN.length, end), note: section.slice(end + 1).replace(/\n+$/, "\n") };
    });
}

function ended(note: string): string {
  return note.endsWith("\n") ? note : `${note}\n`;
}
