/**
 * The files of a new function, by path.
 *
 * @param schedule - its expression, for a function that no route calls
 */
export const functionFiles = (name: string, schedule?: string): Record<string, string> =>
  schedule === undefined ? ofRoute(name) : ofSchedule(name);

const ofRoute = (name: string) => ({
  [`handlers/${name}.ts`]: `import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** Names the caller. */
export async function handler({
  requestContext,
}: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const user: unknown = requestContext.authorizer?.["claims"]?.sub;
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ function: "${name}", user }),
  };
}
`,
  [`handlers/${name}.test.ts`]: `import assert from "node:assert/strict";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { handler } from "./${name}.ts";

describe("the function ${name}", () => {
  it("names the caller", async () => {
    const event = { requestContext: { authorizer: { claims: { sub: "ann" } } } };

    const { statusCode, body } = await handler(event as unknown as APIGatewayProxyEvent);

    assert.equal(statusCode, 200);
    assert.deepEqual(JSON.parse(body), { function: "${name}", user: "ann" });
  });
});
`,
});

const ofSchedule = (name: string) => ({
  [`handlers/${name}.ts`]: `/** Runs on its schedule. What it returns is not read; an error is repeated. */
export async function handler(): Promise<void> {
  console.log(JSON.stringify({ function: "${name}", message: "ran" }));
}
`,
  [`handlers/${name}.test.ts`]: `import { handler } from "./${name}.ts";

describe("the function ${name}", () => {
  it("runs", () => handler());
});
`,
});
