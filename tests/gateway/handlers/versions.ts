import { setTimeout } from "node:timers/promises";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** Tells by which definition it was called and started. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  if (event.path.endsWith("/slow")) await setTimeout(300);
  const definition = event.stageVariables?.["definition"];
  return { statusCode: 200, body: JSON.stringify([definition, process.env["VERSION"]]) };
}
