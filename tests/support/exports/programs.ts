import { archiveSignature, signatureKey } from "../../../project/signatures.ts";
import { resource } from "../foreignExport.ts";
import {
  account,
  region,
  api,
  aws,
  stack,
  code,
  lambda,
  calls,
  restApi,
  stage,
  madeStage,
  part,
  get,
  method,
  role,
  secret,
  served,
} from "./states.ts";

interface Program {
  readonly resources: readonly object[];
  /** Routes, each with true if it is served. */
  readonly routes: Readonly<Record<string, boolean>>;
  /** The lines at the start. */
  readonly lines?: readonly RegExp[];
}

/** Facts of programs: which types they declare, as their repositories say, and how the provider's schema writes them. */
export const programs: Record<string, Program> = {
  "aws-ts-apigateway (examples, awsx classic: a component, callback functions, a stage made by its deployment)":
    {
      resources: [
        ...stack(6),
        {
          ...resource("aws:apigateway:x:API", "hello-world", { outputs: { url: "https://x" } }),
          custom: false,
        },
        role(),
        ...["AWSLambda_FullAccess", "CloudWatchFullAccess", "AmazonCognitoPowerUser"].map((name) =>
          aws("iam/rolePolicyAttachment:RolePolicyAttachment", name, `f-${name}`, {
            role: "f",
            policyArn: `arn:aws:iam::aws:policy/${name}`,
          }),
        ),
        lambda("f", {
          code: {
            [signatureKey]: archiveSignature,
            hash: "0",
            assets: {
              "index.js": {
                [signatureKey]: "c44067f5952c0a294b673a41bacd8c17",
                text: "exports.handler = async () => ({})",
              },
            },
          },
        }),
        restApi(
          get({
            "/": { get: calls("f") },
            "/www/{proxy+}": { "x-amazon-apigateway-any-method": calls("gone") },
          }),
          { binaryMediaTypes: ["*/*"] },
        ),
        madeStage,
        aws("lambda/permission:Permission", "p", "p", {
          action: "lambda:InvokeFunction",
          function: "f",
          principal: "apigateway.amazonaws.com",
          sourceArn: `arn:aws:execute-api:${region}:${account}:${api}/*/*/`,
        }),
      ],
      routes: { "get /": true, "any /www/{proxy+}": false },
      lines: [/any \/www.*function:gone is not in the exports/],
    },
  "aws-py-apigateway-lambda-serverless (examples: a Python function, an HTTP API beside it)": {
    resources: [
      ...stack(7),
      lambda("f", { runtime: "python3.12" }),
      restApi(served),
      stage,
      aws("apigatewayv2/api:Api", "http", "h1", { name: "http", protocolType: "HTTP" }),
      aws("apigatewayv2/integration:Integration", "http", "h2", { apiId: "h1" }),
    ],
    routes: { "get /": false },
    lines: [
      /Function f: its runtime is python3.12/,
      /Api http: belongs to an HTTP/,
      /Integration http: belongs to an HTTP/,
      /get \/: the function "f" is not served/,
    ],
  },
  "aws-go-lambda-gateway (examples: resource by resource, policy as its own resource, image function)":
    {
      resources: [
        ...stack(7),
        role(),
        aws("iam/rolePolicy:RolePolicy", "log", "f:log", {
          role: "f",
          name: "log",
          policy: '{"Version":"2012-10-17","Statement":[]}',
        }),
        aws("iam/policy:Policy", "p", `arn:aws:iam::${account}:policy/p`, {
          name: "p",
          arn: `arn:aws:iam::${account}:policy/p`,
          policy: '{"Version":"2012-10-17","Statement":[]}',
        }),
        lambda("f"),
        restApi(undefined),
        ...method({}),
        part("deployment:Deployment", "d", {}),
        stage,
      ],
      routes: { "any /": true },
    },
  "a guarded method whose authorizer is in another stack": {
    resources: [
      ...stack(7),
      lambda("f"),
      restApi(undefined),
      ...method({ authorization: "CUSTOM", authorizerId: "lost01" }),
      stage,
    ],
    routes: { "any /": false },
    lines: [/any \/.*lost01/],
  },
  "a method of an authorization that does not exist yet": {
    resources: [
      ...stack(7),
      lambda("f"),
      restApi(undefined),
      ...method({ authorization: "JWT" }),
      stage,
    ],
    routes: { "any /": false },
    lines: [/any \/.*JWT/],
  },
  "a body with x-amazon-apigateway-auth of type custom, and no security": {
    resources: [
      ...stack(7),
      lambda("f"),
      restApi(
        get({
          "/": {
            get: calls("f", { "x-amazon-apigateway-auth": { type: "custom", authorizerId: "a" } }),
          },
        }),
      ),
      stage,
    ],
    routes: { "get /": false },
    lines: [/get \/.*custom/i],
  },
  "an interrupted update: pending operations, resources that await deletion or replacement": {
    resources: [
      ...stack(7),
      lambda("f"),
      lambda("old", {}, { delete: true }),
      lambda("gone", {}, { pendingReplacement: true }),
      restApi(get({ "/": { get: calls("f") }, "/gone": { get: calls("gone") } })),
      restApi(get({ "/": { get: calls("old") } }), {}, { delete: true }),
      stage,
    ],
    routes: { "get /": true, "get /gone": false },
    lines: [/get \/gone.*function:gone is not in the exports/],
  },
  "resources that the stack only reads": {
    resources: [
      ...stack(7),
      lambda("f"),
      aws(
        "cognito/userPool:UserPool",
        "users",
        "us-east-1_ABC",
        { arn: `arn:aws:cognito-idp:${region}:${account}:userpool/us-east-1_ABC`, name: "users" },
        { external: true, inputs: {} },
      ),
      role({}, { external: true, inputs: {} }),
      restApi(served),
      stage,
    ],
    routes: { "get /": true },
    lines: [/UserPool users: is only read by its stack/, /Role f: is only read by its stack/],
  },
  "names of version 6: buckets, load balancers": {
    resources: [
      ...stack(6),
      aws("s3/bucketV2:BucketV2", "b", "b", { arn: "arn:aws:s3:::b", bucket: "b" }),
      aws("s3/bucketVersioningV2:BucketVersioningV2", "b", "b", {
        bucket: "b",
        versioningConfiguration: { status: "Enabled" },
      }),
      aws(
        "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "b",
        "b",
        { bucket: "b" },
      ),
      aws("alb/targetGroup:TargetGroup", "t", "t", {}),
      lambda("f"),
      restApi(served),
      stage,
    ],
    routes: { "get /": true },
  },
  "code of a function in a bucket, as serverless programs upload it": {
    resources: [
      ...stack(7),
      aws(
        "s3/bucketObjectv2:BucketObjectv2",
        "code",
        "code/f.zip",
        { bucket: "code", key: "code/f.zip" },
        { inputs: { bucket: "code", key: "code/f.zip", source: code } },
      ),
      lambda("f", { code: undefined, s3Bucket: "code", s3Key: "code/f.zip" }),
      lambda("g", { code: undefined, s3Bucket: "code", s3Key: "code/g.zip" }),
      restApi(get({ "/": { get: calls("f") }, "/g": { get: calls("g") } })),
      stage,
    ],
    routes: { "get /": true, "get /g": false },
    lines: [/Function g: /, /get \/g: the function .*function:g is not in the exports/],
  },
  "types without a counterpart, of this provider and of aws-native": {
    resources: [
      ...stack(7),
      aws("lambda/codeSigningConfig:CodeSigningConfig", "m", "m", {}),
      aws("ssm/parameter:Parameter", "p", "p", { value: { ...secret, ciphertext: "v1:AAAA" } }),
      resource("aws-native:apigateway:RestApi", "native", { id: "n", inputs: {}, outputs: {} }),
      resource("pulumi:providers:aws-native", "default", { id: "x", inputs: { region } }),
      { ...resource("sst:aws:Function", "MyFunction", { outputs: {} }), custom: false },
      resource("pulumi-nodejs:dynamic/sst.aws:FunctionCodeUpdater:FunctionCodeUpdater", "u", {
        id: "u",
        inputs: {},
        outputs: {},
      }),
      lambda("f"),
      restApi(served),
      stage,
    ],
    routes: { "get /": true },
    lines: [
      /CodeSigningConfig m: has no counterpart/,
      /Parameter p: has no counterpart/,
      /RestApi native: has no counterpart/,
    ],
  },
  "an API whose provider is not the default one": {
    resources: [
      ...stack(7, { region: "eu-west-1" }),
      resource("pulumi:providers:aws", "virginia", {
        id: "v",
        inputs: { region },
        outputs: { region },
      }),
      lambda("f"),
      restApi(served),
      stage,
    ],
    routes: { "get /": true },
  },
  "an encrypted body": {
    resources: [
      ...stack(7),
      lambda("f"),
      restApi(undefined, { body: { ...secret, ciphertext: "v1:AAAA" } as never }),
      stage,
      restApi(served, { name: "other" }, { id: "0ther00001" }),
      aws("apigateway/stage:Stage", "o", "o", {
        restApi: "0ther00001",
        stageName: "v1",
        deployment: "d",
      }),
    ],
    routes: { "get /": true },
    lines: [/RestApi api: body is encrypted/, /RestApi api: .*has no OpenAPI body/],
  },
};
