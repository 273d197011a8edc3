import { CreateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import {
  createFunctions,
  createPool,
  miniStack,
  type TestPool,
} from "../../cognito/testing/miniStack.ts";
import type { AwsEndpoint } from "../../endpoint.ts";
import { type Credentials, type RawRequest, send, sign } from "./requests.ts";

export const whoAmI = {
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

export const poolOperation = (name: string, input: object = {}) => ({
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AWSCognitoIdentityProviderService.${name}`,
  },
  body: JSON.stringify(input),
});

/** Services of the JSON protocol refuse with 400. */
export const isRefusal = (status: number) => status === 400 || status === 403;

/** A port of a guarded MiniStack that has a user pool and the function "witness". */
class GuardedPort {
  readonly isFront: boolean;
  url!: string;
  aws!: AwsEndpoint;
  root!: Credentials;
  pool!: TestPool;
  /** The environment of the function; `PARENT` has that of its parent process. */
  environment!: Record<string, string>;

  constructor(isFront: boolean) {
    this.isFront = isFront;
  }

  signed(
    request: RawRequest,
    options: Partial<Parameters<typeof sign>[2]> = {},
  ): Promise<RawRequest> {
    return sign(this.url, request, { credentials: this.root, ...options });
  }

  async statusOf(request: RawRequest): Promise<number> {
    return (await send(this.url, request)).status;
  }
}

/** Runs a suite against the front and against MiniStack itself. @returns the port of the front */
export function atEachPort(suite: (at: GuardedPort) => void): GuardedPort {
  const ports = [new GuardedPort(true), new GuardedPort(false)] as const;
  const stack = miniStack();
  before(async () => {
    const { aws } = stack;
    const pool = await createPool(aws, {});
    await aws.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: pool.userPoolId,
        ClientName: "shop",
        CallbackURLs: ["https://shop.example/signed-in"],
      }),
    );
    const environment = await environmentOfFunction(aws);
    for (const port of ports) {
      const url = port.isFront ? aws.url : environment["AWS_ENDPOINT_URL"];
      Object.assign(port, { url, aws, root: aws.accessKey!, pool, environment });
    }
  });
  for (const port of ports) {
    describe(`at the port of ${port.isFront ? "the front" : "MiniStack itself"}`, () =>
      suite(port));
  }
  return ports[0];
}

async function environmentOfFunction(aws: AwsEndpoint): Promise<Record<string, string>> {
  await createFunctions(aws, {
    witness: `
      const { readFileSync } = await import("node:fs");
      const parent = (() => {
        try { return readFileSync("/proc/" + process.ppid + "/environ", "latin1"); } catch { return ""; }
      })();
      return { own: process.env, parent }`,
  });
  const output = await aws.lambda.send(new InvokeCommand({ FunctionName: "witness" }));
  const { own, parent } = JSON.parse(Buffer.from(output.Payload!).toString()) as {
    own: Record<string, string>;
    parent: string;
  };
  return { ...own, PARENT: parent };
}
