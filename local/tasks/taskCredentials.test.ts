import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { startTaskCredentials, type TaskCredentials } from "./taskCredentials.ts";

const roleArn = "arn:aws:iam::123456789012:role/orders";

/** Assumes any role. */
const aws = {
  sts: {
    send: async ({ input }: { input: { RoleArn: string } }) => ({
      Credentials: { AccessKeyId: "AKIA", SecretAccessKey: "s", SessionToken: input.RoleArn },
    }),
  },
} as unknown as AwsEndpoint;

describe("the endpoint of task credentials", () => {
  let credentials: TaskCredentials;
  let uri: string;
  let token: string;

  before(async () => {
    credentials = await startTaskCredentials(aws);
    const variables = credentials.environmentFor(roleArn);
    uri = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]!;
    token = variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"]!;
  });
  after(() => credentials.close());

  const ask = (headers: Record<string, string>): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      request(uri, { headers, agent: false }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode!, body }), reject);
      })
        .on("error", reject)
        .end();
    });

  it("returns credentials of the token's role", async () => {
    const { status, body } = await ask({ authorization: token });

    assert.equal(status, 200);
    assert.equal((JSON.parse(body) as { Token: string }).Token, roleArn);
  });

  const refused: [what: string, headers: () => Record<string, string>][] = [
    ["no token", () => ({})],
    ["an empty token", () => ({ authorization: "" })],
    ["another token", () => ({ authorization: "0".repeat(32) })],
    ["a part of the token", () => ({ authorization: token.slice(0, -1) })],
    ["the name of an object's property", () => ({ authorization: "constructor" })],
    ["another host", () => ({ authorization: token, host: "attacker.example" })],
    ["another name of this machine", () => ({ authorization: token, host: "localhost" })],
  ];
  for (const [what, headers] of refused) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await ask(headers()), { status: 403, body: "" });
    });
  }
});
