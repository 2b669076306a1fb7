importScripts("/open.js");
self.addEventListener("message", async ({ data, ports: [port] }) => {
  port.postMessage(await self.openSocket(data));
});
