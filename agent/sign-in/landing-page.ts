/** How a sign-in went, for the page that the browser comes back to; `problem` is a sentence of ours. */
export type Landing = { readonly person: string } | { readonly problem: string };

interface Words {
  readonly done: string;
  readonly failed: string;
  readonly as: (person: string) => string;
  readonly close: string;
  readonly again: string;
}

const ENGLISH: Words = {
  done: "You are signed in",
  failed: "You are not signed in",
  as: (person) => `Lanyard knows you as ${person}.`,
  close: "You can close this page.",
  again: "You can close this page and begin again.",
};

const GERMAN: Words = {
  done: "Sie sind angemeldet",
  failed: "Sie sind nicht angemeldet",
  as: (person) => `Lanyard kennt Sie als ${person}.`,
  close: "Sie können diese Seite schließen.",
  again: "Sie können diese Seite schließen und neu beginnen.",
};

const ARABIC: Words = {
  done: "لقد سجّلت الدخول",
  failed: "لم تسجّل الدخول",
  as: (person) => `يعرفك Lanyard باسم ${person}.`,
  close: "يمكنك إغلاق هذه الصفحة.",
  again: "يمكنك إغلاق هذه الصفحة والبدء من جديد.",
};

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100vh}main{max-width:32rem;padding:2rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:.25rem 0;overflow-wrap:anywhere}";

/** The page as HTML in the first language that the browser asks for and that is known. No script, nothing from elsewhere. */
export function landingPage(landing: Landing, languages: string): string {
  const [lang, words] = wordsFor(languages);
  const isDone = "person" in landing;
  const title = isDone ? words.done : words.failed;
  const what = isDone ? words.as(landing.person) : landing.problem;
  // The sentence of a problem is English in any case.
  const language = isDone ? "" : ' lang="en" dir="ltr"';
  return `<!doctype html>
<html lang="${lang}"${lang === "ar" ? ' dir="rtl"' : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · Lanyard</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p${language}>${escaped(what)}</p>
<p>${isDone ? words.close : words.again}</p>
</main>
</body>
</html>
`;
}

function wordsFor(languages: string): readonly [string, Words] {
  const known: Readonly<Partial<Record<string, Words>>> = { en: ENGLISH, de: GERMAN, ar: ARABIC };
  for (const wanted of languages.slice(0, 1_000).split(",")) {
    const lang = wanted.trim().slice(0, 2).toLowerCase();
    const words = known[lang];
    if (words) return [lang, words];
  }
  return ["en", ENGLISH];
}

/** Ids come from the provider, and are text here and nothing else. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
