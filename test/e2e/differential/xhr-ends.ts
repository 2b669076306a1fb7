import { type Behaviors, CLOSED, handle, HERE, inWords, next, notes } from "./behavior.ts";
import { EVENTS, read, sent } from "./xhr-sent.ts";

const ENDS: Behaviors = {
  "xhr: aborted at once": () => sent({ after: (xhr) => xhr.abort() }),
  "xhr: aborted at once with a Blob": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.abort() }),
  "xhr: aborted in between": () =>
    sent({ url: `${HERE}/stream?pieces=400`, before: (xhr) => handle(xhr, "onprogress", () => xhr.abort()) }),
  "xhr: aborted when headers are here": () =>
    sent({
      before: (xhr) =>
        handle(xhr, "onreadystatechange", () => (xhr.readyState === 2 ? xhr.abort() : undefined)),
    }),
  "xhr: timed out": () =>
    sent({ url: `${HERE}/stream?pieces=2000`, before: (xhr) => void (xhr.timeout = 1) }),
  "xhr: opened again while on its way": () =>
    sent({ after: (xhr) => (xhr.open("GET", `${HERE}/json`), xhr.send()) }),
  "xhr: opened again after a failure": async () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
    xhr.open("GET", CLOSED);
    xhr.send();
    await next(xhr, "loadend");
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "loadend");
    return [seen, xhr.status];
  },
  "xhr: opened again in the error's handler": async () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
    handle(xhr, "onerror", () => {
      handle(xhr, "onerror", null);
      xhr.open("GET", `${HERE}/json`);
      xhr.send();
    });
    xhr.open("GET", CLOSED);
    xhr.send();
    await next(xhr, "load");
    return [seen, xhr.status];
  },
  "xhr: events of a failure that bubble nowhere": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", CLOSED);
    const error = next(xhr, "error") as Promise<ProgressEvent>;
    xhr.send();
    const { bubbles, cancelable, loaded, total, lengthComputable, target, type } = await error;
    return [
      bubbles,
      cancelable,
      loaded,
      total,
      lengthComputable,
      target === xhr,
      type,
      (await error).constructor.name,
    ];
  },
  "xhr: a failure is the browser's own event": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", CLOSED);
    const error = next(xhr, "error");
    xhr.send();
    return (await error).isTrusted;
  },
  "xhr: a reply is the browser's own event": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    const load = next(xhr, "load");
    xhr.send();
    return (await load).isTrusted;
  },
};

const STATES: Behaviors = {
  "xhr: before it is opened": () => read(new XMLHttpRequest()),
  "xhr: opened and not sent": () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    return read(xhr);
  },
  "xhr: sent before it is opened": () => {
    try {
      new XMLHttpRequest().send();
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: sent twice": () => sent({ after: (xhr) => xhr.send() }),
  "xhr: sent twice with a Blob": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.send() }),
  "xhr: a header after it is sent": () => sent({ after: (xhr) => xhr.setRequestHeader("a", "b") }),
  "xhr: a header after a Blob is sent": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.setRequestHeader("a", "b") }),
  "xhr: a header before it is opened": () => {
    try {
      new XMLHttpRequest().setRequestHeader("a", "b");
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: aborted before it is opened": () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS);
    xhr.abort();
    return [seen, xhr.readyState];
  },
  "xhr: aborted before it is sent": () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    const seen = notes(xhr, EVENTS);
    xhr.abort();
    return [seen, xhr.readyState];
  },
  "xhr: aborted after its end": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "loadend");
    xhr.abort();
    return read(xhr);
  },
  "xhr: credentials changed after it is sent": () =>
    sent({ after: (xhr) => void (xhr.withCredentials = true) }),
  "xhr: type of reply changed late": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "load");
    try {
      xhr.responseType = "json";
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: the text of a reply that is no text": async () => sent({ type: "blob", url: `${HERE}/json` }),
  "xhr: open without arguments": () => {
    try {
      return Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), []) as unknown;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: open with one argument": () => {
    try {
      return Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), ["GET"]) as unknown;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: an address that turns into text": () => {
    let turns = 0;
    const url = { toString: () => ((turns += 1), `${HERE}/json`) };
    const xhr = new XMLHttpRequest();
    Reflect.apply(xhr.open, xhr, ["GET", url]);
    return turns;
  },
  "xhr: a header that turns into text": () => {
    let turns = 0;
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    Reflect.apply(xhr.setRequestHeader, xhr, ["x", { toString: () => ((turns += 1), "a") }]);
    return turns;
  },
};

const SYNCHRONOUS: Behaviors = Object.fromEntries(
  [`${HERE}/json`, CLOSED, `${HERE}/status?code=404`, "https://127.0.0.1:1/"].map((url) => [
    `xhr: synchronous, ${url}`,
    () => {
      const xhr = new XMLHttpRequest();
      const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
      try {
        xhr.open("POST", url, false);
        xhr.send("b");
      } catch (cause) {
        return [inWords(cause), seen, xhr.readyState];
      }
      return [seen, read(xhr)];
    },
  ]),
);

async function uploaded(content: XMLHttpRequestBodyInit, url: string): Promise<unknown> {
  const xhr = new XMLHttpRequest();
  const all: string[] = [];
  for (const type of EVENTS) {
    xhr.addEventListener(type, () => void (type === "progress" || all.push(`${type} ${xhr.readyState}`)));
    xhr.upload.addEventListener(type, (event) => {
      const { loaded, total } = event as ProgressEvent;
      if (type !== "progress" || loaded === total)
        all.push(`upload ${type} ${type === "progress" ? "" : loaded}/${total}`);
    });
  }
  xhr.open("POST", url);
  const end = next(xhr, "loadend");
  xhr.send(content);
  await end;
  return all.map((line) => (content instanceof FormData ? line.replaceAll(/\d{2,}/g, "N") : line));
}

const UPLOADS: Behaviors = {
  "xhr: upload of text": () => uploaded("x".repeat(10_000), `${HERE}/echo`),
  "xhr: upload of a Blob": () => uploaded(new Blob(["x".repeat(10_000)]), `${HERE}/echo`),
  "xhr: upload of a form with a file": () => {
    const form = new FormData();
    form.append("file", new Blob(["x".repeat(10_000)]));
    return uploaded(form, `${HERE}/echo`);
  },
  "xhr: upload of nothing": () => uploaded("", `${HERE}/echo`),
  "xhr: upload that fails": () => uploaded("x", "https://127.0.0.1:1/"),
};

/** Ends, states, synchronous requests and uploads. */
export const XHR_ENDS: Behaviors = { ...ENDS, ...STATES, ...SYNCHRONOUS, ...UPLOADS };
