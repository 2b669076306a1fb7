import { describe, expect, test } from "vitest";
import { addressIn, searchOf, type Address } from "../../../agent/console/client/address.ts";
import { EVERYTHING } from "../../../agent/console/api/filter.ts";

describe("an address", () => {
  test("shows the same again, whatever is chosen", () => {
    const address: Address = {
      view: "models",
      filter: { ...EVERYTHING, person: ["!svc-*"], text: "a&b=c", from: 5, to: 9 },
      event: { journal: 2, sequence: 17 },
      span: { from: 1, to: 10 },
    };
    expect(addressIn(searchOf(address))).toEqual(address);
  });

  test("of the beginning is the shortest", () => {
    expect(searchOf(addressIn(""))).toBe("./");
  });

  test.each(["?view=nothing", "?event=0", "?event=0-x", "?span=9-1", "?span=x", "?effect=maybe", "?from=x"])(
    "that cannot be read shows what there is without it: %s",
    (search) => expect(addressIn(search)).toEqual(addressIn("")),
  );
});
