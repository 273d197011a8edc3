// @ts-check
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listen } from "./loopback.js";

/** @typedef {{ action: string, input: any }} DynamoCall `action` is the operation's name, such as `PutItem`. */

/**
 * An endpoint that speaks DynamoDB's JSON protocol and holds no data: it answers what the test says.
 *
 * @param {(call: DynamoCall) => object | Promise<object>} answer
 */
export async function startFakeDynamo(answer) {
  const server = createServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const output = await answer({
      action: target.slice(target.indexOf(".") + 1),
      input: await json(request),
    });
    response
      .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
      .end(JSON.stringify(output));
  });
  return { server, url: await listen(server) };
}
