import { render, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { language, words } from "../design/words.ts";
import type { ClearancePageState } from "../../shared/wire/clearance-page.ts";
import { Line } from "./line.ts";
import { openWhilePrinting } from "./printing.ts";
import { ClearancePage } from "./clearance-page.tsx";

const line = new Line();

function Screen(): JSX.Element | null {
  const [state, setState] = useState<ClearancePageState | null>(null);
  useEffect(() => {
    line.open((pushed) => setState(pushed));
  }, []);
  return state && <ClearancePage state={state} ask={(ask) => line.ask(ask)} />;
}

document.documentElement.lang = language();
document.title = words("myClearance");
openWhilePrinting();
render(<Screen />, document.body);
