importScripts("/open.js");
self.addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", async ({ data }) => port.postMessage(await self.openSocket(data)));
  port.start();
});
