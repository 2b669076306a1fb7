import { bridgeToHook } from "./bridge.ts";
import { mayBeTouched } from "./first-document.ts";

if (!mayBeTouched()) bridgeToHook();
