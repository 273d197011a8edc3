import { readFile } from "node:fs/promises";
import { stringify } from "node:querystring";
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { type AwsEndpoint, connectEndpoint } from "../../../local/aws/endpoint.ts";
import { miniStackSettings, startPlainMiniStack } from "../../../tests/support/plainMiniStack.ts";
import { newIdToken } from "../newIdToken.ts";
import { bundle, functionVariables, type Peer, type PeerContext } from "./peer.ts";

const region = "us-east-1";
const stage = "live";

/** MiniStack's own REST API with a Cognito authorizer and a function. */
export async function startMiniStackPeer(context: PeerContext): Promise<Peer> {
  const { children, folder, serviceUrl } = context;
  const url = await startPlainMiniStack(children, folder);
  const keys = { accessKeyId: "test", secretAccessKey: "test" };
  const aws = connectEndpoint(url, region, keys, "000000000000");
  const pool = await createPool(aws);
  const apiId = await createApi(url, pool.arn, await createFunction(aws, serviceUrl));
  return {
    name: "MiniStack",
    version: `ministack ${await versionOf(url)}`,
    command: `${stringify(miniStackSettings, " ")} ministack`,
    url: `${url}/restapis/${apiId}/${stage}/_user_request_/items`,
    headers: { authorization: await newIdToken(aws, region, pool) },
  };
}

async function createPool({ cognito }: AwsEndpoint) {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "bench" }));
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool!.Id,
      ClientName: "bench",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    }),
  );
  return { userPoolId: UserPool!.Id!, arn: UserPool!.Arn!, clientId: UserPoolClient!.ClientId! };
}

async function createFunction({ lambda }: AwsEndpoint, serviceUrl: string): Promise<string> {
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "proxy",
      Role: "arn:aws:iam::000000000000:role/proxy",
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Code: { ZipFile: zipSync({ "index.js": await readFile(bundle) }) },
      Environment: { Variables: functionVariables(serviceUrl) },
    }),
  );
  return FunctionArn!;
}

/** @returns the API's id */
async function createApi(url: string, poolArn: string, functionArn: string): Promise<string> {
  const { id, rootResourceId } = await put("POST", `${url}/restapis`, { name: "bench" });
  const api = `${url}/restapis/${id}`;
  const authorizer = await put("POST", `${api}/authorizers`, {
    name: "pool",
    type: "COGNITO_USER_POOLS",
    providerARNs: [poolArn],
    identitySource: "method.request.header.Authorization",
  });
  const items = await put("POST", `${api}/resources/${rootResourceId}`, { pathPart: "items" });
  const method = `${api}/resources/${items.id}/methods/GET`;
  await put("PUT", method, {
    authorizationType: "COGNITO_USER_POOLS",
    authorizerId: authorizer.id,
  });
  await put("PUT", `${method}/integration`, {
    type: "AWS_PROXY",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  });
  await put("POST", `${api}/deployments`, { stageName: stage });
  return id!;
}

/**
 * MiniStack reads the service's name from the signature, but does not check it with these settings.
 */
async function put(method: string, url: string, body: object): Promise<Record<string, string>> {
  const scope = `20260101/${region}/apigateway/aws4_request`;
  const response = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} returned ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}

async function versionOf(url: string): Promise<string> {
  const response = await fetch(`${url}/_ministack/health`);
  return ((await response.json()) as { version: string }).version;
}
