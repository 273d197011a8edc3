import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  // A schedule's event is its `input`; a route's has the caller's claims.
  const user = event.requestContext?.authorizer?.["claims"]?.sub ?? "the schedule";
  return {
    statusCode: 200,
    body: JSON.stringify({ user, table: process.env["ORDERS_ORDERS_TABLE"] }),
  };
}
