// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gatherScripts } from "../../../extension/content/page-scripts.ts";
import { MOST_SCRIPTS } from "../../../shared/wire/page-names.ts";

let end: AbortController;
let handed: string[];

beforeEach(() => {
  end = new AbortController();
  handed = [];
  document.documentElement.innerHTML = "<head></head><body></body>";
});
afterEach(() => {
  end.abort();
  vi.restoreAllMocks();
});

function script(text: string, src?: string): void {
  const made = document.createElement("script");
  made.type = "text/plain"; // nothing that this realm would run
  if (src !== undefined) made.setAttribute("src", src);
  made.append(text);
  document.body.append(made);
}

function gather(keys: readonly string[] = ["initialModels"]): void {
  gatherScripts(keys, (text, last) => handed.push(last ? `${text}, the end` : text), end.signal);
}

/** The page is there. */
function arrive(): void {
  vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
  document.dispatchEvent(new Event("DOMContentLoaded"));
}

describe("the scripts of a page that is there", () => {
  test("are handed over from the first on that holds the key, then the end", () => {
    script("analytics()");
    script('push("initialModels [1")');
    script("", "app.js");
    script('push(",2]")');
    gather();
    expect(handed).toEqual(['push("initialModels [1")', 'push(",2]")', ", the end"]);
  });

  test("are handed over whole where no one of them holds the key, since it may be cut", () => {
    script('push("initial")');
    script('push("Models [1]")');
    gather();
    expect(handed).toEqual(['push("initial")', 'push("Models [1]")', ", the end"]);
  });

  test("are never more than a reader of lists takes", () => {
    script(`initialModels${"x".repeat(MOST_SCRIPTS)}`);
    script("more");
    gather();
    expect(handed.map(({ length }) => length)).toEqual([MOST_SCRIPTS, ", the end".length]);
  });
});

describe("the scripts of a page that still comes", () => {
  beforeEach(() => {
    vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
  });

  test("are handed over as they come, but for the last, which may be there in part", async () => {
    script("initialModels 1");
    gather();
    expect(handed).toEqual([]);
    script("2");
    await vi.waitFor(() => expect(handed).toEqual(["initialModels 1"]));
    script("3");
    await vi.waitFor(() => expect(handed).toEqual(["initialModels 1", "2"]));
    arrive();
    expect(handed).toEqual(["initialModels 1", "2", "3", ", the end"]);
  });

  test("are let go once they are not wanted any more", async () => {
    gather();
    end.abort();
    script("initialModels 1");
    script("2");
    arrive();
    await new Promise((resolve) => setTimeout(resolve)); // one turn, in which an observer would have been told
    expect(handed).toEqual([]);
  });
});
