// @ts-check
// A minimal private service: the benchmark measures the path to it.
import { createServer } from "node:http";

const items = JSON.stringify({
  items: Array.from({ length: 10 }, (_, id) => ({ id, price: 100 })),
});
const headers = { "Content-Type": "application/json", "Content-Length": items.length };

const { HOST, PORT, DIRECT_PORT } = process.env;
for (const port of [PORT ?? "8080", DIRECT_PORT]) {
  if (port === undefined) continue;
  // Longer than any client keeps a connection, as required of a load balancer's targets.
  createServer({ keepAliveTimeout: 75_000 }, (_, response) => {
    response.writeHead(200, headers).end(items);
  }).listen(Number(port), HOST);
}
