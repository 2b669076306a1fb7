import type { Sent } from "./call.ts";

/** Makes a body of what is sent. Runs in a page or worker, so it stands for itself. */
type Form = (sent: Sent) => unknown;

/** Every form of a body, by what it is called in the matrix. */
export const FORMS = {
  none: () => null,
  text: ({ text }) => text,
  "typed array": ({ text }) => new TextEncoder().encode(text),
  "part of a buffer": ({ text }) => new TextEncoder().encode(`##${text}##`).subarray(2, -2),
  ArrayBuffer: ({ text }) => new TextEncoder().encode(text).buffer,
  "UTF-16 bytes": ({ text }) =>
    new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (letter) => letter.charCodeAt(0)).buffer),
  "bytes after a byte order mark": ({ text }) => new TextEncoder().encode(`\uFEFF${text}`),
  Blob: ({ text }) => new Blob([text]),
  "Blob with a type": ({ text }) => new Blob([text], { type: "application/json" }),
  File: ({ text }) => new File([text], "call.json"),
  stream: ({ text }) => new Blob([text]).stream(),
  "gzipped bytes": ({ text }) =>
    new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  "gzipped Blob": ({ text }) =>
    new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob(),
  "gzipped stream": ({ text }) => new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")),
  URLSearchParams: ({ fields }) => new URLSearchParams(fields.map(([name, value]) => [name, value])),
  FormData: ({ fields }) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    return form;
  },
  "FormData with a file in memory": ({ fields }) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    form.append("file", new File(["RIFF of a voice"], "speech.wav"));
    return form;
  },
  "FormData with a file of the disk": ({ fields }) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const [file] = document.querySelector<HTMLInputElement>("#upload")?.files ?? [];
    if (file === undefined) throw new Error("There is no file.");
    form.append("file", file);
    return form;
  },
  // The browser's event shows the file's name as the field's value; a service reads what is in the file.
  "FormData whose model is in a file": ({ fields }) => {
    const form = new FormData();
    for (const [name, value] of fields)
      if (name === "model") form.append(name, new Blob([value]), "gpt-5.5");
      else form.append(name, value);
    return form;
  },
  "FormData whose model is named by field and file": ({ fields }) => {
    const form = new FormData();
    form.append("model", "gpt-4o-transcribe");
    for (const [name, value] of fields)
      if (name === "model") form.append(name, new Blob([value]), "gpt-5.5");
      else form.append(name, value);
    return form;
  },
} satisfies Readonly<Record<string, Form>>;

/** What a form of a body is called in the matrix. */
export type FormName = keyof typeof FORMS;
