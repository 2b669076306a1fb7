import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../../shared/catalog/recognize.ts";
import { openNames, type ToldNames } from "../../../../shared/catalog/reply/names-reader.ts";
import { RuntimeNames } from "../../../../shared/catalog/reply/runtime-names.ts";
import { SERVICES } from "../../../../shared/catalog/services.ts";
import { prepare } from "../../../../shared/policy/authority.ts";
import { judge } from "../../../../shared/policy/judge.ts";
import { modelsFor } from "../../../../shared/policy/model-set.ts";
import { ordinaryRequest } from "../../../../shared/policy/ordinary-request.ts";
import { CLEARANCE, NOW, rule } from "../../../extension/states.ts";
import { post } from "../call-of.ts";

const catalog = indexCatalog(SERVICES);
const GEMINI = "https://gemini.google.com/_/BardChatUi/data/batchexecute?rpcids=otAQ7b&rt=c";
const ARENA = "https://lmarena.ai/";

function told(service: string, method: string, url: string, body: string): ToldNames {
  const reader = openNames(catalog, { service, method, url });
  if (reader === null) throw new Error("no list");
  for (const piece of body.match(/[\s\S]{1,7}/g) ?? []) reader.take(new TextEncoder().encode(piece));
  return reader.end();
}

function geminiList(...models: readonly (readonly [hash: string, display: string, mode: number])[]): string {
  const inner: unknown[] = Array.from({ length: 16 }, () => null);
  inner[15] = models.map(([hash, display, mode]) => {
    const entry: unknown[] = Array.from({ length: 18 }, () => null);
    [entry[0], entry[1], entry[17]] = [hash, display, mode];
    return entry;
  });
  const line = JSON.stringify([["wrb.fr", "otAQ7b", JSON.stringify(inner), null]]);
  return `)]}'\n\n${line.length}\n${line}\n25\n[["e",4,null,null,131]]\n`;
}

/** What Next.js makes of its data: a script for each piece, in base64 where it ends within a letter. */
function pushes(data: string, cuts: readonly number[]): string {
  const bytes = new TextEncoder().encode(data);
  const ends = [...cuts, bytes.length].toSorted((one, other) => one - other);
  const scripts = ends.map((end, n) => {
    const piece = bytes.slice(ends[n - 1] ?? 0, end);
    return `<script>self.__next_f.push([${pushed(piece)}])</script>`;
  });
  return scripts.join('<script>$RC("B:0","S:0")</script>');
}

function pushed(piece: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(piece);
    return `1,${JSON.stringify(text).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e")}`;
  } catch {
    return `3,"${Buffer.from(piece).toString("base64")}"`;
  }
}

describe("what a service tells its own page of its model ids", () => {
  test("is read from Gemini's list, by the mode beside the hash", () => {
    const list = geminiList(["00ff00ff00ff00ff", "Fast", 1], ["11ff", "Gemini 3.1 Pro", 99]);
    expect([...told("gemini-web", "POST", GEMINI, list)]).toEqual([
      ["00ff00ff00ff00ff", ["google/gemini-3.6-flash"]],
      ["11ff", ["google/gemini-3.1-pro"]],
    ]);
  });

  test("is read from ChatGPT's list, by title", () => {
    const list = JSON.stringify({
      models: [{ slug: "alpha-x", title: "GPT-5.5 Thinking" }, { slug: "zebra" }],
    });
    const url = "https://chatgpt.com/backend-api/models?history_and_training_disabled=false";
    expect([...told("chatgpt-web", "GET", url, list)]).toEqual([["alpha-x", ["openai/gpt-5.5"]]]);
  });

  test("is read from Copilot's list", () => {
    const list = JSON.stringify({ data: [{ id: "house-1", name: "Claude Opus 4.8", vendor: "Anthropic" }] });
    const url = "https://api.githubcopilot.com/models";
    expect([...told("github-copilot-api", "GET", url, list)]).toEqual([
      ["house-1", ["anthropic/claude-opus-4-8"]],
    ]);
  });

  test("is read from the scripts of LMArena's page, escaped or not", () => {
    const models = JSON.stringify([
      { id: "0199f060-aaaa", publicName: 'claude-opus-4-8 "new"' },
      { id: "0199-b", publicName: "gpt-5.5" },
    ]);
    const plain = `<script>{"initialModels":${models},"more":[1]}</script>`;
    const escaped = `<script>self.__next_f.push([1,${JSON.stringify(`{"initialModels":${models},"more":[1]}`)}])</script>`;
    const inText = `<script>start(${JSON.stringify(`{"initialModels":${models}}`)})</script>`;
    for (const page of [plain, escaped, inText])
      expect(told("lmarena-web", "GET", ARENA, page).get("0199-b")).toEqual(["openai/gpt-5.5"]);
  });

  test("is read from what Next.js pushes in pieces, wherever they end", () => {
    const models = [
      { id: "0199-a", publicName: 'claude "new" <\\>' },
      { id: "0199-b", publicName: "gpt-5.5" },
      { id: "0199-c", publicName: "Æ–🦊" },
      { id: "0199-d", publicName: "claude-opus-4-8" },
    ];
    const data = `5:["$","$L20",null,${JSON.stringify({ initialModels: models, initialModelAId: null })}]\n`;
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(new TextEncoder().encode(data).length)), (cuts) => {
        const list = told("lmarena-web", "GET", ARENA, pushes(data, cuts));
        expect([...list]).toEqual([
          ["0199-b", ["openai/gpt-5.5"]],
          ["0199-d", ["anthropic/claude-opus-4-8"]],
        ]);
      }),
    );
  });

  test("is found although the page names it before without its content", () => {
    const models = JSON.stringify([{ id: "0199-b", publicName: "gpt-5.5" }]);
    const page = `["initialModels"],{"initialModels":"$5:props:initialModels"},{"initialModels":[]},{"initialModels": ${models}}`;
    expect(told("lmarena-web", "GET", ARENA, page).get("0199-b")).toEqual(["openai/gpt-5.5"]);
  });

  test.each([
    '"initialModels":[',
    '\\"initialModels\\":[',
    '.push([1,"',
    '.push([1,"\\"initialModels\\":[',
    "\\",
  ])("costs little where a hostile page says nothing but %s", (part) => {
    const reader = openNames(catalog, { service: "lmarena-web", method: "GET", url: ARENA });
    reader?.take(part.repeat(2_000_000 / part.length));
    const began = performance.now();
    expect(reader?.end().size).toBe(0);
    expect(performance.now() - began).toBeLessThan(3_000); // the half of a second, on a machine that does much else
  });

  test("is bounded, and nothing where it is broken or too long", () => {
    const many = geminiList(...Array.from({ length: 2_500 }, (_, i) => [`h${i}`, "x", 1] as const));
    expect(told("gemini-web", "POST", GEMINI, many).size).toBe(2_000);
    expect(told("gemini-web", "POST", GEMINI, `[["wrb.fr","otAQ7b","[[`).size).toBe(0);
    const reader = openNames(catalog, { service: "gemini-web", method: "POST", url: GEMINI });
    for (let i = 0; i < 3; i += 1) reader?.take(" ".repeat(1_000_000));
    reader?.take(geminiList(["h", "x", 1]));
    expect(reader?.end().size).toBe(0);
    const names = new RuntimeNames();
    for (let i = 0; i < 3; i += 1)
      names.learn("s", new Map(Array.from({ length: 900 }, (_, j) => [`${i}-${j}`, ["a/b"]] as const)));
    expect(names.modelsOf("s", "0-899")).toEqual(["a/b"]);
    expect(names.modelsOf("s", "2-200")).toEqual([]);
  });

  test("never throws, whatever the page was told", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(GEMINI, ARENA), (text, url) => {
        told(
          url === ARENA ? "lmarena-web" : "gemini-web",
          url === ARENA ? "GET" : "POST",
          url,
          `"initialModels":${text}`,
        );
      }),
    );
  });
});

describe("a map that lies", () => {
  const STREAM =
    "https://gemini.google.com/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate";
  const call = (hash: string) =>
    post(STREAM, `f.req=${encodeURIComponent(JSON.stringify([null, JSON.stringify([["hi"]])]))}`, {
      "x-goog-ext-525001261-jspb": JSON.stringify([1, null, null, null, hash]),
    });
  const KNOWN = "9d8ca3786ebdfbea";
  const STRINGS = [KNOWN, "ffff", "0123456789abcdef", ""];
  const MODELS = ["google/gemini-3-flash", "google/gemini-3-pro", "anthropic/mythos-5", "openai/gpt-5.5"];
  const effect = (sent: string, names: RuntimeNames | null, policy: Partial<typeof CLEARANCE>) => {
    const clearance = { ...CLEARANCE, ...policy };
    const known = names === null ? {} : { names };
    const recognition = recognize(catalog, call(sent), { prompt: false, ...known });
    if (recognition === null) throw new Error("not recognized");
    const request = ordinaryRequest("x/x", "chat", { time: NOW, agentAway: false, policyAge: 0 });
    return judge(prepare(clearance), { ...request, models: modelsFor(clearance, recognition) }).effect;
  };

  test("opens nothing, whatever it says of whatever string, under whatever policy", () => {
    const policy = fc.record({
      unidentified: fc.constantFrom("permit" as const, "forbid" as const),
      default: fc.constantFrom("permit" as const, "forbid" as const),
      rules: fc.array(
        fc
          .tuple(
            fc.constantFrom("permit" as const, "forbid" as const),
            fc.constantFrom(...MODELS, "*", "google/*"),
          )
          .map(([side, model]) => rule({ id: `${side}-${model}`, effect: side, models: [model] })),
        { maxLength: 4 },
      ),
    });
    const lie = fc.dictionary(fc.constantFrom(...STRINGS), fc.subarray(MODELS), { noNullPrototype: true });
    fc.assert(
      fc.property(policy, lie, fc.constantFrom(...STRINGS), (given, lies, sent) => {
        const names = new RuntimeNames();
        names.learn("gemini-web", new Map(Object.entries(lies)));
        if (effect(sent, names, given) === "permit") expect(effect(sent, null, given)).toBe("permit");
      }),
      { numRuns: 300 },
    );
  });

  test("closes a call for two models where one of them is said to be forbidden", () => {
    const url = "https://lmarena.ai/nextjs-api/stream/create-evaluation";
    const body = { modelAId: "0199-a", modelBId: "0199-b", userMessage: { content: "hi" } };
    const names = new RuntimeNames();
    names.learn("lmarena-web", new Map([["0199-b", ["anthropic/mythos-5"]]]));
    const recognition = recognize(catalog, post(url, body), { prompt: false, names });
    expect(recognition).toMatchObject({ model: null, mayBe: null, pageNamed: ["anthropic/mythos-5"] });
  });

  test("changes nothing of what the catalog knows, and closes what it says is forbidden", () => {
    const names = new RuntimeNames();
    names.learn(
      "gemini-web",
      new Map([
        [KNOWN, ["google/gemini-3-flash"]],
        ["ffff", ["anthropic/mythos-5"]],
      ]),
    );
    const read = (sent: string) => recognize(catalog, call(sent), { prompt: false, names });
    expect(read(KNOWN)).toMatchObject({ model: "google/gemini-3-pro", pageNamed: null });
    expect(read("ffff")).toMatchObject({ model: null, mayBe: null, pageNamed: ["anthropic/mythos-5"] });
    const open = { unidentified: "permit" as const, default: "permit" as const };
    expect(effect("ffff", null, open)).toBe("permit");
    expect(effect("ffff", names, open)).toBe("deny");
  });
});
