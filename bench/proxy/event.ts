import { testEvent } from "../../functions/testing/proxyEvent.ts";

const serialized = JSON.stringify({
  ...testEvent({
    path: "/orders/42",
    multiValueQueryStringParameters: { expand: ["items"] },
    headers: {
      Accept: ["application/json"],
      "Accept-Encoding": ["gzip, br"],
      "User-Agent": ["bench/1.0"],
      Authorization: ["Bearer x.y.z"],
    },
    claims: { sub: "5b1f", email: "jane@example.com", token_use: "id" },
  }),
  queryStringParameters: { expand: "items" },
});

/** A new event of API Gateway, with a body of its own for handlers that change it. */
export const proxyEvent = (): unknown => JSON.parse(serialized);

/** Lambda's context, as far as handlers read it. */
export const context = {
  awsRequestId: "8f5b1a9e-0000-4000-8000-000000000001",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 30_000,
};
