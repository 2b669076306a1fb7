import type { Piece } from "../../shared/policy/data/redaction.ts";
import type { PreviewPiece } from "../../shared/wire/question.ts";

/** How much of the unchanged text is shown on either side of something that is replaced, in characters. */
const BESIDE = 120;
/** Most replaced places that are shown one by one. */
const MOST = 40;
const LEFT_OUT = " … ";

/** The changed texts as they will be sent, with what is far from any change left out. */
export function previewOf(texts: readonly (readonly Piece[])[]): PreviewPiece[] {
  const shown: PreviewPiece[] = [];
  for (const pieces of texts) {
    if (shown.filter(({ replaced }) => replaced).length >= MOST) break;
    if (shown.length > 0) shown.push({ text: "\n", replaced: false });
    for (const [index, { text, replaced }] of pieces.slice(0, 2 * MOST).entries()) {
      const isReplaced = replaced !== null;
      shown.push({
        text: isReplaced ? text : clipped(text, index === 0, index === pieces.length - 1),
        replaced: isReplaced,
      });
    }
  }
  return shown;
}

function clipped(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 2 * BESIDE + LEFT_OUT.length) return text;
  const head = isFirst ? "" : text.slice(0, BESIDE);
  const tail = isLast ? "" : text.slice(-BESIDE);
  return head + LEFT_OUT + tail;
}
