// @ts-check
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listen } from "./loopback.js";

/** @typedef {{ action: string, input: any }} DynamoCall `action` is the operation's name, such as `PutItem`. */

/**
 * An endpoint with DynamoDB's JSON protocol but without data: the test provides the output.
 *
 * @param {(call: DynamoCall) => object | Promise<object>} respond
 */
export async function startFakeDynamo(respond) {
  const server = createServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const output = await respond({
      action: target.slice(target.indexOf(".") + 1),
      input: await json(request),
    });
    response
      .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
      .end(JSON.stringify(output));
  });
  return { server, url: await listen(server) };
}
