import { secretService } from "../../../agent/sign-in/keystore.ts";
import { Session } from "../../../agent/sign-in/session.ts";
import { SessionStore } from "../../../agent/sign-in/store.ts";

/* Run within a session of a keyring: `save FOLDER SESSION` keeps a session, `load FOLDER` prints the one that is kept. */
const [what, folder = "", session = ""] = process.argv.slice(2);
const store = new SessionStore(folder, secretService(process.env));
if (what === "save") await store.save(Session.parse(JSON.parse(session)));
else
  console.log(
    await store
      .load()
      .then(JSON.stringify, (error: unknown) => (error instanceof Error ? error.message : "")),
  );
