importScripts("/open.js");
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  event.waitUntil(self.openSocket(event.data).then((outcome) => port.postMessage(outcome)));
});
