// The minimum cost of any gateway: Node's own server and client with kept-alive connections.
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

const { hostname, port } = new URL(process.argv[2]!);
const agent = new Agent({ keepAlive: true });

// Longer than any client keeps an idle connection.
const server = createServer({ keepAliveTimeout: 75_000 }, (incoming, response) => {
  const { method, url: path, rawHeaders: headers } = incoming;
  const upstream = request({ agent, hostname, port, method, path, headers }, (reply) => {
    response.writeHead(reply.statusCode!, reply.rawHeaders);
    pipeline(reply, response, () => {});
  });
  upstream.on("error", () => response.destroy());
  incoming.pipe(upstream);
});
server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
