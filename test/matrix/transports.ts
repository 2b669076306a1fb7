import type { Sent } from "./call.ts";

/**
 * Sends a body and tells what the page saw: `answered STATUS`, `failed`, or `sent` where a page sees nothing. Runs in a
 * page or worker, so it stands for itself.
 */
type Send = (sent: Sent, body: unknown) => unknown;

const PLAIN = {
  fetch: ({ url, method, headers }, body) =>
    fetch(url, {
      method,
      headers,
      body: body as BodyInit,
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    }).then(async (reply) => `answered ${reply.status} ${(await reply.arrayBuffer()).byteLength > 0}`),
  "fetch without cors": ({ url, method }, body) =>
    fetch(url, { method, mode: "no-cors", body: body as BodyInit }).then(({ type }) => `answered ${type}`),
  "fetch, kept alive": ({ url, method, headers }, body) =>
    fetch(url, { method, headers, body: body as BodyInit, keepalive: true }).then(
      ({ status }) => `answered ${status}`,
    ),
  "fetch of a Request": ({ url, method, headers }, body) =>
    fetch(new Request(url, { method, headers, body: body as BodyInit })).then(
      ({ status }) => `answered ${status}`,
    ),
  "fetch of a cloned Request": ({ url, method, headers }, body) =>
    fetch(new Request(url, { method, headers, body: body as BodyInit }).clone()).then(
      ({ status }) => `answered ${status}`,
    ),
  "PATCH by fetch": ({ url, headers }, body) =>
    fetch(url, { method: "PATCH", headers, body: body as BodyInit }).then(
      ({ status }) => `answered ${status}`,
    ),
  "PUT by fetch": ({ url, headers }, body) =>
    fetch(url, { method: "PUT", headers, body: body as BodyInit }).then(({ status }) => `answered ${status}`),
  XMLHttpRequest: ({ url, method, headers }, body) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.addEventListener("loadend", () =>
        resolve(
          request.status === 0 ? "failed" : `answered ${request.status} ${request.responseText !== ""}`,
        ),
      );
      request.send(body as XMLHttpRequestBodyInit);
    }),
  "PATCH by XMLHttpRequest": ({ url, headers }, body) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("PATCH", url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.addEventListener("loadend", () =>
        resolve(request.status === 0 ? "failed" : `answered ${request.status}`),
      );
      request.send(body as XMLHttpRequestBodyInit);
    }),
  "synchronous XMLHttpRequest": ({ url, method, headers }, body) => {
    const request = new XMLHttpRequest();
    request.open(method, url, false);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body as XMLHttpRequestBodyInit);
    return `answered ${request.status}`;
  },
  beacon: ({ url }, body) => `sent ${navigator.sendBeacon(url, body as BodyInit)}`,
  fetchLater: ({ url, method }, body) => {
    const later = Reflect.get(globalThis, "fetchLater") as (url: string, init: object) => unknown;
    later(url, { method, body, activateAfter: 0 });
    return "sent";
  },
  "redirect from a neutral host": ({ url, method, headers }, body) =>
    fetch(`https://intranet.example/lab/redirect?code=307&to=${encodeURIComponent(url)}`, {
      method,
      headers,
      body: body as BodyInit,
    }).then(({ status }) => `answered ${status}`),
  EventSource: ({ url }) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      const end = (how: string): void => {
        source.close();
        resolve(how);
      };
      source.addEventListener("message", () => end("answered"));
      source.addEventListener("error", () => end("failed"));
    }),
} satisfies Readonly<Record<string, Send>>;

const SOCKETS = {
  WebSocket: ({ url, frames }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url);
      let heard = 0;
      const end = (how: string): void => {
        resolve(how);
        socket.close();
      };
      socket.addEventListener("open", () => {
        for (const frame of frames) socket.send(frame);
      });
      socket.addEventListener("message", () => {
        heard += 1;
        if (heard >= frames.length) end("answered");
      });
      socket.addEventListener("close", () => end("failed"));
      setTimeout(() => end("silent"), 4_000);
    }),
  "WebSocket, in bytes": ({ url, frames }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url);
      let heard = 0;
      const end = (how: string): void => {
        resolve(how);
        socket.close();
      };
      socket.addEventListener("open", () => {
        for (const frame of frames) socket.send(new TextEncoder().encode(frame));
      });
      socket.addEventListener("message", () => {
        heard += 1;
        if (heard >= frames.length) end("answered");
      });
      socket.addEventListener("close", () => end("failed"));
      setTimeout(() => end("silent"), 4_000);
    }),
  WebSocketStream: async ({ url, frames }) => {
    const Stream = Reflect.get(globalThis, "WebSocketStream") as new (url: string) => {
      opened: Promise<{ writable: WritableStream<string> }>;
      close: () => void;
    };
    const stream = new Stream(url);
    const { writable } = await stream.opened;
    const writer = writable.getWriter();
    for (const frame of frames) await writer.write(frame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    stream.close();
    return "answered";
  },
} satisfies Readonly<Record<string, Send>>;

const DOCUMENTS = {
  "form, urlencoded": ({ url, fields }) => post(url, fields, "application/x-www-form-urlencoded"),
  "form, multipart": ({ url, fields }) => post(url, fields, "multipart/form-data"),
  "form, text": ({ url, fields }) => post(url, fields, "text/plain"),
  image: ({ url }) => element("img", "src", url),
  script: ({ url }) => element("script", "src", url),
  style: ({ url }) => element("link", "href", url, "stylesheet"),
  prefetch: ({ url }) => element("link", "href", url, "prefetch"),
  frame: ({ url }) => element("iframe", "src", url),
  video: ({ url }) => element("video", "src", url),
  "new window": ({ url }) => {
    window.open(url, "_blank", "noopener");
    return new Promise((resolve) => setTimeout(resolve, 600, "sent"));
  },
  "navigation of a frame": ({ url }) => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentWindow?.location.assign(url);
    return new Promise((resolve) => {
      frame.addEventListener("load", () => resolve("sent"));
      setTimeout(resolve, 4_000, "sent");
    });
  },
  prerender: ({ url }) => {
    const script = document.createElement("script");
    script.type = "speculationrules";
    script.textContent = JSON.stringify({
      prerender: [{ source: "list", urls: [url], eagerness: "immediate" }],
    });
    document.head.append(script);
    return new Promise((resolve) => setTimeout(resolve, 1_500, "sent"));
  },
} satisfies Readonly<Record<string, Send>>;

/** Every way to send, by what it is called in the matrix. */
export const TRANSPORTS = { ...PLAIN, ...SOCKETS, ...DOCUMENTS };

/** What a way to send is called in the matrix. */
export type TransportName = keyof typeof TRANSPORTS;

/** Stands in the page beside what uses it. */
function post(url: string, fields: Sent["fields"], type: string): Promise<string> {
  const frame = document.createElement("iframe");
  frame.name = `answer${Math.random()}`;
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: type, action: url, target: frame.name });
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(frame, form);
  form.submit();
  return new Promise((resolve) => {
    frame.addEventListener("load", () => resolve("sent"));
    setTimeout(resolve, 4_000, "sent");
  });
}

/** Stands in the page beside what uses it. */
function element(tag: string, attribute: string, url: string, rel = ""): Promise<string> {
  const made = document.createElement(tag);
  if (rel !== "") made.setAttribute("rel", rel);
  made.setAttribute(attribute, url);
  if (tag === "script") (made as HTMLScriptElement).async = true;
  return new Promise((resolve) => {
    made.addEventListener("load", () => resolve("sent"));
    made.addEventListener("error", () => resolve("sent"));
    document.body.append(made);
    setTimeout(resolve, 600, "sent");
  });
}

/** What ways to send share, as source: it goes into the page with them. */
export const SHARED_SOURCE = [post, element].map(String).join("\n");
