import { generateKeyPairSync } from "node:crypto";

/** Signs the journals of tests. */
export const KEY = generateKeyPairSync("ed25519").privateKey;
