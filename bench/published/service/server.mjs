// @ts-check
// Serves the files of files.mjs from memory. A first segment that names the way, such as /f256, is ignored.
import { createServer } from "node:http";
import { files } from "./files.mjs";

const byPath = new Map(files.map((file) => [file.path, file]));
const { HOST, PORT, DIRECT_PORT } = process.env;
for (const port of [PORT ?? "8080", DIRECT_PORT]) {
  if (port === undefined) continue;
  // Longer than any client keeps a connection, as required of a load balancer's targets.
  createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const path = (request.url ?? "/").replace(/^\/(http|f\d+)(?=\/|$)/, "") || "/";
    const file = byPath.get(path);
    if (file === undefined) return void response.writeHead(path === "/health" ? 200 : 404).end();
    const headers = { "content-type": file.type, "content-length": file.content.length };
    response.writeHead(200, headers).end(file.content);
  }).listen(Number(port), HOST);
}
