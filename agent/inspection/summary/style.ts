/**
 * The look of the summary. Its values are those of the extension's tokens, which a test holds; they are written here
 * because a file that is handed to a lawyer brings its own.
 */
export const SUMMARY_STYLE = `:root {
  color-scheme: light dark;
  --paper: light-dark(#f5f5f2, #121417);
  --surface: light-dark(#ffffff, #1a1d21);
  --line: light-dark(#dddcd6, #30353c);
  --ink: light-dark(#1a1d21, #eceef1);
  --ink-2: light-dark(#474c54, #bcc2ca);
  --ink-3: light-dark(#5f656e, #9ba2ac);
  --strap: light-dark(#23488a, #3d6bbd);
  --accent: light-dark(#23488a, #a3c3fb);
  --may: light-dark(#14623a, #83d8a6);
  --may-soft: light-dark(#e3f3e9, #14291d);
  --not: light-dark(#a1241a, #ffa69b);
  --not-soft: light-dark(#fbeae8, #341a18);
  --ring: 2px solid light-dark(#1559d6, #9cc4ff);
}
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 -apple-system, "Segoe UI Variable Text", "Segoe UI", "Adwaita Sans", Inter, Cantarell, Ubuntu,
    Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
}
main { max-width: 72rem; margin: 0 auto; padding: 32px 24px 64px; }
body::before { content: ""; display: block; height: 8px; background: var(--strap); }
h1 { margin: 0 0 8px; font-size: 1.75rem; line-height: 1.25; font-weight: 600; }
h2 { margin: 48px 0 8px; font-size: 1.25rem; line-height: 1.25; font-weight: 600; }
h3 { margin: 24px 0 4px; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
p, li { max-width: 68ch; }
p { margin: 0 0 12px; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: var(--ring); outline-offset: 2px; }
.about, .none, .place { color: var(--ink-2); }
.place { margin: 0 0 4px; font-size: 0.8125rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 12px; margin: 24px 0 0; }
.numbers div { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.numbers dt { color: var(--ink-2); font-size: 0.8125rem; }
.numbers dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.well, .wrong { padding: 12px 16px; border-radius: 8px; }
.well { background: var(--may-soft); color: var(--may); }
.wrong { background: var(--not-soft); color: var(--not); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.scroll + .scroll, .scroll + .none, .none + .scroll { margin-top: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
caption { padding: 8px 12px; text-align: left; color: var(--ink-2); font-size: 0.8125rem; }
th, td { padding: 8px 12px; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td { min-width: 5rem; }
th { font-weight: 600; white-space: nowrap; }
td:has(> code) { min-width: 14rem; }
.model { font-weight: 500; }
.sentences li { margin: 0 0 8px; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: 0.8125rem; overflow-wrap: anywhere; }
pre { margin: 0 0 12px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); white-space: pre-wrap; }
@media print {
  @page { size: A4; margin: 16mm; }
  :root { color-scheme: light; }
  body { background: none; font-size: 9.5pt; }
  body::before { display: none; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 16pt; }
  h2 { margin-top: 18pt; font-size: 12pt; break-after: avoid; }
  h3 { break-after: avoid; }
  table, caption, td code { font-size: 8pt; }
  th, td { padding: 3pt 5pt; overflow-wrap: break-word; }
  td:has(> code) { overflow-wrap: anywhere; }
  caption { padding-left: 5pt; }
  th { white-space: normal; }
  td, td:has(> code) { min-width: 0; }
  .scroll { overflow: visible; border: 0; background: none; }
  thead { display: table-header-group; }
  tr, li, .numbers div { break-inside: avoid; }
  .numbers { grid-template-columns: repeat(4, 1fr); }
  a { color: inherit; text-decoration: none; }
  .well, .wrong { print-color-adjust: exact; }
}
`;
