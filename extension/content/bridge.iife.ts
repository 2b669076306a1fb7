import { bridgeToHook } from "./bridge.ts";

bridgeToHook();
