import { expect, test } from "vitest";
import { tourOptions } from "./options.ts";

test("with a display there is a window, without one the tour runs by itself", () => {
  expect(tourOptions([], "linux", { DISPLAY: ":0" })).toEqual({ live: false, headless: false });
  expect(tourOptions([], "linux", { WAYLAND_DISPLAY: "wayland-0" })).toEqual({
    live: false,
    headless: false,
  });
  expect(tourOptions([], "linux", { DISPLAY: "" })).toEqual({ live: false, headless: true });
  expect(tourOptions([], "darwin", {})).toEqual({ live: false, headless: false });
});

test("what is asked for counts, and what is not known is refused by name", () => {
  expect(tourOptions(["--live", "--headless"], "win32", {})).toEqual({ live: true, headless: true });
  expect(tourOptions(["--help"], "linux", {})).toBeNull();
  expect(() => tourOptions(["--fast"], "linux", {})).toThrow("--fast");
});
