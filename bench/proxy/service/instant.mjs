// A service without work of its own: it answers each request without a body with the same JSON of 1 kB. What remains
// of a call's time is the proxy's, and the time of the sockets.
import { createServer } from "node:net";

const json = JSON.stringify({
  id: 42,
  items: Array.from({ length: 40 }, (_, n) => `item-${n}-abcdef`),
});
const date = new Date().toUTCString();
const response = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n` +
    `Date: ${date}\r\nConnection: keep-alive\r\n\r\n${json}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  let tail = "";
  socket.on("data", (bytes) => {
    tail = (tail + bytes.toString("latin1")).slice(-4);
    if (tail === "\r\n\r\n") socket.write(response);
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.(address.port);
});
process.once("disconnect", () => process.exit());
