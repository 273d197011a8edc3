import { archiveSignature, secretSignature, signatureKey } from "../../project/signatures.ts";

/** Code of the function "hello"; goes to `app/index.mjs` beside the export. */
export const handlerSource = `
export const handler = async ({ requestContext: { stage, accountId } }) => ({
  statusCode: 200,
  body: JSON.stringify({ greeting: process.env.GREETING, key: process.env.KEY, stage, accountId }),
});
`;

const account = "111122223333";
const region = "eu-central-1";
const secret = { [signatureKey]: secretSignature };
const archive = { [signatureKey]: archiveSignature, hash: "00" };

export const resource = (type: string, name: string, state: object) => ({
  urn: `urn:pulumi:prod::shop::${type}::${name}`,
  custom: true,
  type,
  ...state,
});

function lambdaFunction(name: string, inputs: object, at = region) {
  const arn = `arn:aws:lambda:${at}:${account}:function:${name}-0a1b2c3`;
  return resource("aws:lambda/function:Function", name, {
    id: `${name}-0a1b2c3`,
    inputs: {
      __defaults: ["name"],
      name: `${name}-0a1b2c3`,
      handler: "index.handler",
      role: `arn:aws:iam::${account}:role/shop`,
      runtime: "nodejs22.x",
      ...inputs,
    },
    outputs: { arn, name: `${name}-0a1b2c3` },
  });
}

const invokeHello = {
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri:
      `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/` +
      `arn:aws:lambda:${region}:${account}:function:hello-0a1b2c3/invocations`,
  },
};

const document = {
  openapi: "3.0.1",
  paths: {
    "/hello": { get: invokeHello },
    "/limited": { get: invokeHello },
    "/partner": {
      get: {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:eu-central-1:sqs:path/111122223333/partner",
          // The caller's credentials sign the call to the service.
          credentials: "arn:aws:iam::*:user/*",
        },
      },
    },
  },
};

const restApi = (name: string, id: string, body: object | undefined) => [
  resource("aws:apigateway/restApi:RestApi", name, {
    id,
    inputs: {},
    outputs: {
      arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
      name,
      policy: "",
      ...(body ? { body: JSON.stringify(body) } : {}),
    },
  }),
  resource("aws:apigateway/stage:Stage", name, {
    id: `ags-${id}-v1`,
    inputs: {},
    outputs: { restApi: id, stageName: "v1", deployment: "d3p10y" },
  }),
  resource("aws:lambda/permission:Permission", name, {
    id: `${name}-permission`,
    inputs: {
      action: "lambda:InvokeFunction",
      function: "hello-0a1b2c3",
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:${region}:${account}:${id}/*`,
    },
    outputs: {},
  }),
];

/** A route made of separate resources. */
const routeOf = (restApiId: string, name: string, path: string) => {
  const method = { restApi: restApiId, resourceId: name, httpMethod: "GET" };
  const { httpMethod, type, uri } = invokeHello["x-amazon-apigateway-integration"];
  const integration = { integrationHttpMethod: httpMethod, type: type.toUpperCase(), uri };
  return [
    resource("aws:apigateway/resource:Resource", name, {
      id: name,
      outputs: { restApi: restApiId, path },
    }),
    resource("aws:apigateway/method:Method", name, {
      id: `agm-${name}`,
      outputs: { ...method, authorization: "NONE", apiKeyRequired: false },
    }),
    resource("aws:apigateway/integration:Integration", name, {
      id: `agi-${name}`,
      outputs: { ...method, ...integration, timeoutMilliseconds: 29_000 },
    }),
  ];
};

/** An export of another team's program, partly with resources that can't be served. */
export const foreignExport = {
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
        custom: false,
        type: "pulumi:pulumi:Stack",
        outputs: {},
      },
      resource("pulumi:providers:aws", "default_7_3_0", { id: "7c1", inputs: { region } }),
      resource("aws:elasticache/cluster:Cluster", "cache", { id: "cache-0a1b2c3" }),
      resource("aws:iam/role:Role", "shop", {
        id: "shop",
        inputs: {
          name: "shop",
          assumeRolePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "lambda.amazonaws.com" },
                Action: "sts:AssumeRole",
              },
            ],
          }),
        },
        outputs: { arn: `arn:aws:iam::${account}:role/shop`, name: "shop" },
      }),
      lambdaFunction("hello", {
        code: { ...archive, path: "./app" },
        environment: {
          variables: {
            GREETING: { ...secret, plaintext: '"hello"' },
            KEY: { ...secret, ciphertext: "v1:AAAA" },
          },
        },
      }),
      lambdaFunction("report", {
        code: { ...archive, path: "./app" },
        runtime: "python3.13",
        vpcConfig: { subnetIds: ["subnet-1"] },
      }),
      lambdaFunction("lost", { code: { ...archive, path: "./lost.zip" } }),
      lambdaFunction("edge", { code: { ...archive, path: "./app" } }, "us-east-1"),
      ...restApi("shop", "shop000001", document),
      ...restApi("admin", "admin00001", undefined),
      ...routeOf("admin00001", "hello", "/hello"),
      ...restApi("parts", "parts00001", undefined),
      resource("aws:apigateway/methodSettings:MethodSettings", "limited", {
        id: "shop000001-v1-limited/GET",
        inputs: {},
        outputs: {
          restApi: "shop000001",
          stageName: "v1",
          methodPath: "limited/GET",
          settings: { throttlingRateLimit: 0.01, throttlingBurstLimit: 1 },
        },
      }),
    ],
  },
};
