import { setTimeout } from "node:timers/promises";
import type { APIGatewayProxyEvent } from "aws-lambda";

/** Streams which definition it was called and started by, several times within a while. */
export const handler = awslambda.streamifyResponse<APIGatewayProxyEvent>(async (event, stream) => {
  const body = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
  for (let part = 0; part < 4; part++) {
    body.write(`${event.stageVariables?.["definition"]}${process.env["VERSION"]}`);
    await setTimeout(100);
  }
  body.end();
});
