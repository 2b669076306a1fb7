/** The data of each server-sent event that is JSON; `[DONE]` and comments are passed over. */
export async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator {
  let rest = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + piece).split("\n\n");
    rest = blocks.pop() ?? "";
    yield* blocks.map(dataOf).filter((data) => data !== null);
  }
}

function dataOf(block: string): unknown {
  const line = block.split("\n").find((one) => one.startsWith("data: "));
  return line === undefined || line === "data: [DONE]" ? null : JSON.parse(line.slice("data: ".length));
}
