// @ts-check
// The least that a private service can be: what is measured is the way to it.
import { createServer } from "node:http";

const items = JSON.stringify({
  items: Array.from({ length: 10 }, (_, id) => ({ id, price: 100 })),
});
const headers = { "Content-Type": "application/json", "Content-Length": items.length };

const { HOST, PORT, DIRECT_PORT } = process.env;
for (const port of [PORT ?? "8080", DIRECT_PORT]) {
  if (port === undefined) continue;
  // Longer than any client keeps a connection, as a load balancer's targets should have it.
  createServer({ keepAliveTimeout: 75_000 }, (_, response) => {
    response.writeHead(200, headers).end(items);
  }).listen(Number(port), HOST);
}
