// Opens a socket and says what became of it; the same in every realm.
self.openSocket = (url) =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.addEventListener("message", ({ data }) => {
      resolve(`open ${data}`);
      socket.close();
    });
    socket.addEventListener("error", () => resolve("failed"));
    setTimeout(() => resolve("nothing"), 15_000);
  });
