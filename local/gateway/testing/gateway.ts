import type { APIGatewayProxyEvent } from "aws-lambda";
import type { InvokeFunction, InvokeResult } from "../../lambda/contract.ts";
import type { RestApiModel, StageModel } from "../model.ts";
import type {
  AuthorizerDefinition,
  IntegrationDefinition,
  OpenApiDocument,
  Operation,
  SecurityScheme,
} from "../openapi.ts";
import type { GatewayOptions } from "../options.ts";
import { startGateway, type Gateway } from "../server.ts";
import { poolArn } from "./tokens.ts";

export const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:proxy";

/** An `aws_proxy` integration of the only function. */
export const lambdaIntegration: IntegrationDefinition = {
  type: "aws_proxy",
  httpMethod: "POST",
  uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
};

/** An operation that calls the function. */
export function lambda(overrides: Operation = {}): Operation {
  return { "x-amazon-apigateway-integration": lambdaIntegration, ...overrides };
}

/** A document's `components` with a Cognito authorizer as the scheme `pool`. */
export function cognitoComponents(authorizer: AuthorizerDefinition = {}) {
  const pool: SecurityScheme = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": {
      type: "cognito_user_pools",
      providerARNs: [poolArn],
      ...authorizer,
    },
  };
  return { securitySchemes: { pool } };
}

export function createModel(
  document: OpenApiDocument,
  stage: Partial<StageModel> = {},
  overrides: Partial<RestApiModel> = {},
): RestApiModel {
  return {
    id: "abc123",
    name: "shop",
    document,
    binaryMediaTypes: [],
    disableExecuteApiEndpoint: false,
    stage: {
      name: "dev",
      deploymentId: "dep1",
      variables: {},
      accessLogFormat: undefined,
      tracingEnabled: false,
      throttles: { everyMethod: {}, methods: new Map() },
      ...stage,
    },
    ...overrides,
  };
}

/** A served stage with its function's events, its access log and its internal errors. */
export interface TestGateway extends Gateway {
  readonly events: APIGatewayProxyEvent[];
  readonly logLines: string[];
  readonly errors: unknown[];
}

/** The function's return value, or a custom invocation. */
export type FunctionResponse = object | (() => Promise<InvokeResult>);

export async function serve(
  api: RestApiModel,
  response: FunctionResponse = { statusCode: 200, body: "{}" },
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const events: APIGatewayProxyEvent[] = [];
  const logLines: string[] = [];
  const errors: unknown[] = [];
  const invoke: InvokeFunction = async (_, payload) => {
    events.push(JSON.parse(payload) as APIGatewayProxyEvent);
    return typeof response === "function"
      ? response()
      : { payload: JSON.stringify(response), requestId: "invocation-1" };
  };
  const gateway = await startGateway({
    api,
    region: "eu-west-1",
    accountId: "123456789012",
    port: 0,
    invoke,
    invokeStreaming: () => Promise.reject(new Error("no function streams here")),
    callService: () => Promise.reject(new Error("no AWS services here")),
    jwksUriOf: () => "http://127.0.0.1:9/unused",
    writeAccessLog: (line) => logLines.push(line),
    reportError: (error) => errors.push(error),
    ...options,
  });
  return Object.assign(gateway, { events, logLines, errors });
}
