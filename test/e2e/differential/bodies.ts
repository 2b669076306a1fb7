/** A body of each kind that a page can send, made anew each time. */
export const BODIES: Readonly<Record<string, () => BodyInit>> = {
  text: () => "some text",
  "an empty text": () => "",
  "text beyond ASCII": () => "ü€😀\ud800",
  "typed array": () => new Uint8Array([1, 2, 3, 255]),
  "typed array inside a buffer": () => new Uint8Array(new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, 2, 3),
  "array buffer": () => new Uint8Array([9, 8, 7]).buffer,
  "data view": () => new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2),
  "URL parameters": () => new URLSearchParams({ a: "1", b: "ü &" }),
  "form of texts": () => form({ a: "1", b: "two" }),
  "form with a file": () =>
    form({ a: "1", file: new File(["content"], "notes.txt", { type: "text/plain" }) }),
  "form with a Blob": () => form({ blob: new Blob(["content"]) }),
  "Blob without a type": () => new Blob(["blob", " content"]),
  "Blob with a type": () => new Blob(["blob content"], { type: "text/x-own" }),
  "an empty Blob": () => new Blob([]),
  file: () => new File(["file content"], "f.bin", { type: "application/x-file" }),
};

/** A stream of these pieces. */
export function streamOf(...pieces: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async start(controller) {
      for (const piece of pieces) {
        await Promise.resolve();
        controller.enqueue(encoder.encode(piece));
      }
      controller.close();
    },
  });
}

function form(fields: Readonly<Record<string, string | Blob>>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}
