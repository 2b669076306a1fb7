import type { Matrix, MatrixCell, MatrixRow } from "./matrix.ts";
import { MATRIX_STYLE } from "./matrix-style.ts";
import { LEGEND, MARKS, statesIn } from "./matrix-text.ts";
import { momentWords } from "./change-words.ts";

/** The matrix as one page without script: light and dark, for a screen, a printer and a screen reader. */
export function matrixHtml(matrix: Matrix): string {
  const title = `Who may use what at ${matrix.organization}`;
  const rows = matrix.by === "person" ? "people" : "groups";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${MATRIX_STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="about">${matrix.rows.length} ${rows} and ${matrix.models.length} models, as policy revision <code>${escaped(matrix.revision)}</code> has it on ${momentWords(matrix.at)}, for ordinary calls on the company’s account.</p>
<ul class="legend" aria-label="What the marks mean">
${statesIn(matrix).map(legend).join("\n")}
</ul>
<div class="scroll" role="region" aria-label="Matrix" tabindex="0">
<table>
<thead>
<tr>
<th scope="col">${matrix.by === "person" ? "Person" : "Group"}</th>
${matrix.models.map(({ id, name }) => `<th scope="col">${escaped(name)}<span class="id">${escaped(id)}</span></th>`).join("\n")}
</tr>
</thead>
<tbody>
${matrix.rows.map((row) => rowOf(row, matrix.by)).join("\n")}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

function legend(state: MatrixCell["state"]): string {
  return `<li class="${state}">${mark(state)} ${LEGEND[state]}</li>`;
}

function rowOf({ id, name, people, cells }: MatrixRow, by: Matrix["by"]): string {
  const beside = by === "person" ? id : `${people} ${people === 1 ? "person" : "people"}`;
  const small = beside === name ? "" : `<span class="id">${escaped(beside)}</span>`;
  return `<tr>
<th scope="row">${escaped(name)}${small}</th>
${cells.map(({ state, words }) => `<td class="${state}">${mark(state)} ${escaped(words)}</td>`).join("\n")}
</tr>`;
}

function mark(state: MatrixCell["state"]): string {
  return `<span class="mark" aria-hidden="true">${MARKS[state]}</span>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
