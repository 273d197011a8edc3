import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** A function of the tests: returns what it got of its platform, and fails if it is asked to. */
export const handler = async (
  event: Partial<APIGatewayProxyEvent>,
): Promise<APIGatewayProxyResult> => {
  if (event.path?.endsWith("/fail")) fail(event.path);
  const { JOBS_QUEUE_URL, ORDERS_ORDERS_TABLE, SIZE } = process.env;
  return {
    statusCode: 200,
    body: JSON.stringify({ path: event.path, JOBS_QUEUE_URL, ORDERS_ORDERS_TABLE, SIZE }),
  };
};

function fail(path: string): never {
  throw new Error(`asked to fail at ${path}`);
}
