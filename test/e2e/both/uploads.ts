import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { type DrivenPage, type DrivenWorld, untilIn } from "./driven.ts";

const STORE = "files08.blob.core.windows.net";
const NAME = "merger-plan.pdf";
const CONTENT = `%PDF-1.7 ${"\u0001\u00ff plan ".repeat(500)}`;

/** How a person brings a file into a page. */
const PICKED = ["chosen", "dropped", "pasted"] as const;
export type Picked = (typeof PICKED)[number];

/** What the page of a service does with a file; runs in the page. */
type Sending = (file: File) => Promise<unknown>;

interface Service {
  readonly page: string;
  readonly send: Sending;
  /** Where the bytes go. */
  readonly host: string;
  readonly path: RegExp;
  /** All hosts to which something of the upload goes. */
  readonly hosts: readonly string[];
  readonly service: string;
}

const SERVICES: Readonly<Record<string, Service>> = {
  ChatGPT: {
    page: "https://chatgpt.com/",
    host: STORE,
    path: /^\/files\//,
    hosts: ["chatgpt.com", STORE],
    service: "chatgpt-web",
    send: async (file) => {
      const told = { file_name: file.name, file_size: file.size, mime_type: file.type, use_case: "my_files" };
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      await fetch("/backend-api/files", { ...init, body: JSON.stringify(told) }).catch(() => null);
      const headers = { "x-ms-blob-type": "BlockBlob" };
      const url = "https://files08.blob.core.windows.net/files/a1?sig=x";
      await fetch(url, { method: "PUT", headers, body: file }).catch(() => null);
    },
  },
  Claude: {
    page: "https://claude.ai/",
    host: "claude.ai",
    path: /\/upload$/,
    hosts: ["claude.ai"],
    service: "claude-web",
    send: async (file) => {
      const body = new FormData();
      body.append("file", file);
      const url = "/api/organizations/3f1f0e2a-0000-4000-8000-000000000000/upload";
      await fetch(url, { method: "POST", body }).catch(() => null);
    },
  },
  Gemini: {
    page: "https://gemini.google.com/",
    host: "push.clients6.google.com",
    path: /^\/upload\//,
    hosts: ["push.clients6.google.com"],
    service: "gemini-web",
    send: async (file) => {
      const url = "https://push.clients6.google.com/upload/";
      const headers = { "push-id": "feeds/x", "x-tenant-id": "bard-storage" };
      const start = {
        ...headers,
        "x-goog-upload-command": "start",
        "x-goog-upload-header-content-length": `${file.size}`,
        "content-type": "application/x-www-form-urlencoded;charset=utf-8",
      };
      await fetch(url, { method: "POST", headers: start, body: `File name: ${file.name}` }).catch(() => null);
      const rest = { ...headers, "x-goog-upload-command": "upload, finalize", "x-goog-upload-offset": "0" };
      await fetch(`${url}?upload_id=1`, { method: "POST", headers: rest, body: file }).catch(() => null);
    },
  },
};

/** Brings the file into the page and waits until the page has sent it. */
async function bring(page: DrivenPage, how: Picked, send: Sending, file: string): Promise<void> {
  await page.evaluateText(`() => { window.send = ${send.toString()}; window.sent = null; }`);
  await page.evaluate(listenForFiles, null);
  if (how === "chosen") await page.choose("#picked", file);
  else await page.evaluate(giveFile, { how, name: NAME, content: CONTENT });
  await untilIn(page, "the page has sent it", () => (globalThis as { sent?: unknown }).sent === true);
}

/** Runs in the page: what the service's own script does with each way. */
function listenForFiles(): void {
  const own = globalThis as unknown as { send: (file: File) => Promise<unknown>; sent: boolean | null };
  const take = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) await own.send(file);
    own.sent = true;
  };
  const input = Object.assign(document.createElement("input"), { type: "file", id: "picked" });
  input.addEventListener("change", () => void take(input.files?.[0]));
  document.body.append(input);
  document.addEventListener("drop", (event) => void take(event.dataTransfer?.files[0]), { once: true });
  document.addEventListener("paste", (event) => void take(event.clipboardData?.files[0]), { once: true });
}

/** Runs in the page: a drop or a paste, as the browser would tell of it. */
function giveFile({ how, name, content }: { how: string; name: string; content: string }): void {
  const data = new DataTransfer();
  data.items.add(new File([content], name, { type: "application/pdf" }));
  const init = { bubbles: true, dataTransfer: data };
  if (how === "dropped") return void document.body.dispatchEvent(new DragEvent("drop", init));
  const paste = new ClipboardEvent("paste", { bubbles: true });
  Object.defineProperty(paste, "clipboardData", { value: data }); // which not every browser lets a page give
  document.body.dispatchEvent(paste);
}

/** What is shown of files that a person brings into pages of AI services, each in the ways that are given for it. */
export function showUploads(
  world: () => DrivenWorld,
  ways: (service: string) => readonly Picked[] = () => PICKED,
): void {
  const cases = Object.entries(SERVICES).flatMap(([name, service]) =>
    ways(name).map((how) => [how, name, service] as const),
  );
  beforeEach(() => world().fakes.forget());

  const decisions = async () => (await world().agent.journal()).filter(({ kind }) => kind === "decision");
  const arrived = (hosts: readonly string[]) =>
    world()
      .fakes.received()
      .filter(({ host, method }) => hosts.includes(host) && /^(?:POST|PUT)$/.test(method));

  async function upload({ page: address, send }: Service, how: Picked): Promise<void> {
    const file = join(world().folder, NAME);
    await writeFile(file, CONTENT);
    const page = await world().newPage(address);
    world().fakes.forget();
    await bring(page, how, send, file);
    await page.close();
  }

  /** A call that is none of ours: another page's, to the same store. */
  async function neutralUpload(): Promise<number> {
    const page = await world().newPage("https://intranet.example/");
    await page.evaluate(
      (url) => fetch(url, { method: "PUT", body: new Blob(["a picture"]) }).then(({ status }) => status),
      `https://${STORE}/pictures/1`,
    );
    await page.close();
    return arrived([STORE]).length;
  }

  describe("a file that may not go to the service", () => {
    test.each(cases)("%s on %s goes nowhere, and the journal says so", async (how, _name, service) => {
      const before = (await decisions()).length;
      await upload(service, how);
      expect(arrived(service.hosts)).toEqual([]);
      await until("the denial is recorded", async () => (await decisions()).length > before);
      expect((await decisions()).slice(before)).toContainEqual(
        expect.objectContaining({ effect: "deny", operation: "file_upload", service: service.service }),
      );
    });

    test("leaves the store to the pages of others", async () => {
      const before = (await decisions()).length;
      expect(await neutralUpload()).toBe(1);
      expect((await decisions()).length).toBe(before);
    });
  });

  describe("a file that may go to the service", () => {
    beforeAll(async () => {
      const sets = [
        "chatgpt-web: openai/gpt-5.5",
        "claude-web: anthropic/claude-opus-4-8",
        "gemini-web: google/gemini-3-pro",
      ];
      const lines = sets.map((set) => {
        const [service, model] = set.split(": ");
        return `  - { service: ${service}, sent: "", models: [${model}] }\n`;
      });
      const before = (await world().agent.journal()).length;
      await world().changePolicy("classify:\n", `may_be:\n${lines.join("")}classify:\n`);
      await until("the policy is applied", async () =>
        (await world().agent.journal())
          .slice(before)
          .some((event) => event.kind === "lifecycle" && event.what === "applied"),
      );
      await until("an upload passes", async () => {
        await upload(SERVICES["Claude"] as Service, "dropped");
        return arrived(["claude.ai"]).length > 0;
      });
    });

    test.each(cases)(
      "%s on %s arrives byte for byte, and is recorded without its name",
      async (how, _name, service) => {
        const before = (await decisions()).length;
        await upload(service, how);
        const got = await world().fakes.waitFor(
          ({ host, path, text }) => host === service.host && service.path.test(path) && text.includes("%PDF"),
        );
        const bytes = Buffer.from(got.body);
        const wanted = Buffer.from(CONTENT);
        expect(service.service === "claude-web" ? bytes.includes(wanted) : bytes.equals(wanted)).toBe(true);
        await until(
          "all is recorded",
          async () => (await decisions()).length >= before + arrived(service.hosts).length,
        );
        const recorded = (await decisions()).slice(before);
        expect(recorded.every(({ effect }) => effect === "permit")).toBe(true);
        expect(recorded.at(-1)).toMatchObject({
          operation: "file_upload",
          service: service.service,
          host: service.host,
          files: { count: 1, bytes: wanted.length },
        });
        expect(JSON.stringify(recorded)).not.toContain("merger");
      },
    );

    test("leaves the store to the pages of others", async () => {
      const before = (await decisions()).length;
      expect(await neutralUpload()).toBe(1);
      expect((await decisions()).length).toBe(before);
    });
  });
}
