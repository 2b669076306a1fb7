import { expect, test } from "vitest";
import { browserPlaces } from "./browser-places.ts";

function executables(...asked: Parameters<typeof browserPlaces>): readonly string[] {
  return browserPlaces(...asked).map((place) => place.executable);
}

test("Linux: Chromium on PATH comes first, a snap last, and relative folders of PATH not at all", () => {
  const places = executables("linux", { PATH: "bin:/snap/bin:/usr/local/bin" });
  expect(places[0]).toBe("/usr/local/bin/chromium");
  expect(places.at(-1)).toMatch(/^\/snap\/bin\//);
  expect(places.every((place) => place.startsWith("/"))).toBe(true);
});

test("macOS: the applications of the machine and of the person", () => {
  const places = executables("darwin", { HOME: "/Users/ada" });
  expect(places).toContain("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  expect(places).toContain("/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium");
});

test("Windows: below each folder of programs that the environment names", () => {
  const places = executables("win32", {
    ProgramFiles: "C:\\Program Files",
    LOCALAPPDATA: "C:\\Users\\a\\AppData\\Local",
  });
  expect(places).toContain("C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe");
  expect(places).toContain("C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe");
  expect(places).toHaveLength(6);
});
