import { archiveSignature, secretSignature, signatureKey } from "../../../project/signatures.ts";
import type { Properties } from "../../../local/graph/resource.ts";
import { resource } from "../foreignExport.ts";
import { withUnset } from "../unsetProperties.ts";

export const account = "111122223333";
export const region = "us-east-1";
export const api = "a1b2c3d4e5";
type State = Readonly<Record<string, unknown>>;

/** As the provider writes it: what is not set is null, and version 7 writes the region. */
export const aws = (
  type: string,
  name: string,
  id: string,
  outputs: Properties,
  more: State = {},
) =>
  resource(`aws:${type}`, name, {
    id,
    inputs: { __defaults: [], ...outputs },
    outputs: withUnset(`aws:${type}`, { region, ...outputs }),
    ...more,
  });
export const stack = (version: number, provider: State = {}) => [
  { ...resource("pulumi:pulumi:Stack", "shop-prod", { outputs: {} }), custom: false },
  resource("pulumi:providers:aws", `default_${version}_0_0`, {
    id: "5a9f1c",
    inputs: { region, skipCredentialsValidation: "false", ...provider },
    outputs: { region },
  }),
];
export const code = { [signatureKey]: archiveSignature, hash: "00", path: "./app" };
export const lambda = (name: string, more: Properties = {}, state: State = {}) =>
  aws(
    "lambda/function:Function",
    name,
    name,
    {
      arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
      name,
      code,
      handler: "index.handler",
      role: `arn:aws:iam::${account}:role/${name}`,
      runtime: "nodejs22.x",
      qualifiedArn: `arn:aws:lambda:${region}:${account}:function:${name}:$LATEST`,
      ...more,
    },
    state,
  );
const invoke = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:${name}/invocations`;
export const calls = (name: string, more: object = {}) => ({
  ...more,
  "x-amazon-apigateway-integration": {
    uri: invoke(name),
    httpMethod: "POST",
    type: "aws_proxy",
    passthroughBehavior: "when_no_match",
  },
});
export const restApi = (document: object | undefined, more: Properties = {}, state: State = {}) =>
  aws(
    "apigateway/restApi:RestApi",
    "api",
    api,
    {
      arn: `arn:aws:apigateway:${region}::/restapis/${api}`,
      executionArn: `arn:aws:execute-api:${region}:${account}:${api}`,
      name: "api",
      policy: "",
      minimumCompressionSize: "",
      rootResourceId: "r00t",
      ...(document && { body: JSON.stringify(document) }),
      ...more,
    },
    state,
  );
export const stage = aws("apigateway/stage:Stage", "stage", `ags-${api}-v1`, {
  restApi: api,
  stageName: "v1",
  deployment: "d1",
});
export const madeStage = aws("apigateway/deployment:Deployment", "d", "d1", {
  restApi: api,
  stageName: "stage",
  executionArn: `arn:aws:execute-api:${region}:${account}:${api}/stage`,
});
export const part = (kind: string, name: string, outputs: Properties) =>
  aws(`apigateway/${kind}`, name, name, { restApi: api, ...outputs });
export const get = (paths: object) => ({
  swagger: "2.0",
  info: { title: "api", version: "1.0" },
  paths,
});

export const method = (more: Properties) => [
  part("method:Method", "m", {
    resourceId: "r00t",
    httpMethod: "ANY",
    authorization: "NONE",
    apiKeyRequired: false,
    ...more,
  }),
  part("integration:Integration", "i", {
    resourceId: "r00t",
    httpMethod: "ANY",
    integrationHttpMethod: "POST",
    type: "AWS_PROXY",
    uri: invoke("f"),
    timeoutMilliseconds: 29_000,
  }),
];
export const role = (more: Properties = {}, state: State = {}) =>
  aws(
    "iam/role:Role",
    "f",
    "f",
    {
      arn: `arn:aws:iam::${account}:role/f`,
      name: "f",
      assumeRolePolicy:
        '{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}',
      ...more,
    },
    state,
  );
export const secret = { [signatureKey]: secretSignature };
export const served = get({ "/": { get: calls("f") } });
