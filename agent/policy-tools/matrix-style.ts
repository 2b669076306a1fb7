/**
 * The look of the matrix. Its values are those of the extension's tokens, which a test holds; they are written here
 * because a file that is mailed around brings its own.
 */
export const MATRIX_STYLE = `:root {
  color-scheme: light dark;
  --paper: light-dark(#f5f5f2, #121417);
  --surface: light-dark(#ffffff, #1a1d21);
  --line: light-dark(#dddcd6, #30353c);
  --ink: light-dark(#1a1d21, #eceef1);
  --ink-2: light-dark(#474c54, #bcc2ca);
  --ink-3: light-dark(#5f656e, #9ba2ac);
  --strap: light-dark(#23488a, #3d6bbd);
  --brass: light-dark(#7a5000, #e8ba63);
  --brass-soft: light-dark(#faf0da, #2e2510);
  --may: light-dark(#14623a, #83d8a6);
  --may-soft: light-dark(#e3f3e9, #14291d);
  --obtainable: light-dark(#663a8c, #d2b0f0);
  --obtainable-soft: light-dark(#f3ebf9, #271c32);
  --not: light-dark(#a1241a, #ffa69b);
  --not-soft: light-dark(#fbeae8, #341a18);
  --ring: 2px solid light-dark(#1559d6, #9cc4ff);
}
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 0.875rem/1.5 -apple-system, "Segoe UI Variable Text", "Segoe UI", "Adwaita Sans", Inter, Cantarell, Ubuntu,
    Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
}
main { padding: 32px 24px; border-top: 8px solid var(--strap); }
h1 { margin: 0 0 8px; font-size: 1.75rem; line-height: 1.25; font-weight: 600; }
.about { margin: 0 0 16px; color: var(--ink-2); max-width: 48rem; }
code { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; padding: 0; list-style: none; }
.legend li { padding: 4px 12px; border-radius: 999px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.scroll:focus-visible { outline: var(--ring); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 8px 12px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { border-bottom-width: 2px; vertical-align: bottom; min-width: 6.5rem; }
th { font-weight: 600; }
tbody th { white-space: nowrap; }
tbody th, thead th:first-child { position: sticky; left: 0; background: var(--surface); }
td { border-left: 1px solid var(--line); padding-left: calc(12px + 1.4em); text-indent: -1.4em; }
.id { display: block; color: var(--ink-3); font-size: 0.75rem; font-weight: 400; overflow-wrap: anywhere; }
.mark { display: inline-block; width: 1.1em; font-weight: 600; text-align: center; text-indent: 0; }
.may { background: var(--may-soft); color: var(--may); }
.conditions { background: var(--brass-soft); color: var(--brass); }
.obtainable { background: var(--obtainable-soft); color: var(--obtainable); }
.not { background: var(--not-soft); color: var(--not); }
.mixed { background: var(--paper); color: var(--ink-2); }
@media print {
  @page { size: landscape; margin: 12mm; }
  :root { color-scheme: light; }
  body { background: none; font-size: 8pt; }
  h1 { font-size: 14pt; }
  th, td { padding: 3pt 4pt; }
  td { padding-left: calc(4pt + 1.4em); }
  .id { font-size: 6pt; }
  main { padding: 0; border: 0; }
  .scroll { overflow: visible; border: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  thead th { min-width: 0; }
  tbody th { white-space: normal; }
  th, td, li { print-color-adjust: exact; }
}
`;
