import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../../function/index.ts";
import type { Route } from "../route/route.ts";
import type { AuthorizerDefinitions } from "./definition.ts";

/** Enough for a function that asks another server. Callers wait for it. */
const defaultTimeoutSeconds = 10;

/** The functions of Lambda authorizers by the authorizers' names. */
export type AuthorizerFunctions = Readonly<Record<string, aws.lambda.Function>>;

/** Creates one function for each authorizer that routes use. */
export function createAuthorizerFunctions(
  name: string,
  authorizers: AuthorizerDefinitions,
  routes: readonly Route[],
  opts: pulumi.ComponentResourceOptions,
): AuthorizerFunctions {
  const used = Object.entries(authorizers).filter(([each]) =>
    routes.some(({ auth }) => typeof auth === "object" && auth.authorizer === each),
  );
  return Object.fromEntries(
    used.map(([each, { source, timeoutSeconds, memoryMb, environment }]) => {
      const args = {
        source,
        timeoutSeconds: timeoutSeconds ?? defaultTimeoutSeconds,
        memoryMb,
        environment: environment && { ...environment },
      };
      return [each, new BundledFunction(childName(name, each), args, opts).function];
    }),
  );
}

/**
 * Lets only this API's authorizers invoke a function. A permission is narrower than a role for
 * API Gateway (`authorizerCredentials`), which any API of the account could use. The ARN has no
 * authorizer id, because API Gateway generates that id when it imports the document.
 * Source: API Gateway Developer Guide, "Configure an API Gateway Lambda authorizer".
 */
export const permitAuthorizer = (
  name: string,
  lambdaFunction: aws.lambda.Function,
  restApi: aws.apigateway.RestApi,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Permission =>
  new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: lambdaFunction.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: pulumi.interpolate`${restApi.executionArn}/authorizers/*`,
    },
    opts,
  );

/** A permission for each function. */
export const permitAuthorizers = (
  name: string,
  functions: AuthorizerFunctions,
  restApi: aws.apigateway.RestApi,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Permission[] =>
  Object.entries(functions).map(([each, lambdaFunction]) =>
    permitAuthorizer(childName(name, each), lambdaFunction, restApi, opts),
  );

const childName = (name: string, authorizer: string): string => `${name}-authorizer-${authorizer}`;
