import type { Attack } from "./attack.ts";
import { BLUNDERS } from "./blunders.ts";
import { BYTES } from "./bytes.ts";
import { ORDER } from "./order.ts";
import { SIGNATURES } from "./signatures.ts";

/** Every attack but the crashes, in the order of the table. */
export const ATTACKS: readonly Attack[] = [...ORDER, ...BYTES, ...SIGNATURES, ...BLUNDERS];
