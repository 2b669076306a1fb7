importScripts("/open.js");
self.addEventListener("message", ({ data, ports: [port] }) => {
  void self.openSocket(data).then((outcome) => port.postMessage(outcome));
});
