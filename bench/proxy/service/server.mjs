// A service that responds to /bytes/<number> with so many bytes, and to others with JSON of 1 kB.
import { createServer } from "node:http";

const json = JSON.stringify({
  id: 42,
  items: Array.from({ length: 40 }, (_, n) => `item-${n}-abcdef`),
});
const block = Buffer.alloc(65_536, "0123456789abcdef");

const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  request.resume();
  const bytes = Number(/^\/bytes\/(\d+)/.exec(request.url ?? "")?.[1] ?? 0);
  if (bytes > 0) return sendBytes(response, bytes);
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": json.length });
  response.end(json);
});

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} bytes
 */
function sendBytes(response, bytes) {
  let left = bytes;
  response.writeHead(200, { "Content-Type": "application/octet-stream" });
  const fill = () => {
    while (left > 0) {
      const part = block.subarray(0, Math.min(left, block.length));
      left -= part.length;
      if (!response.write(part)) return void response.once("drain", fill);
    }
    response.end();
  };
  fill();
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.(address.port);
});
process.once("disconnect", () => process.exit());
