/** A page of one sentence, without style or script; `next`: where it leads by itself, null: nowhere. All are our own words. */
export function plainPage(title: string, sentence: string, next: string | null): string {
  const lead = next === null ? "" : `\n<meta http-equiv="refresh" content="0;url=${next}">`;
  const link = next === null ? "" : `\n<p><a href="${next}">Go on</a></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">${lead}
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${sentence}</p>${link}
</main>
</body>
</html>
`;
}
