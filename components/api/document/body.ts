import * as pulumi from "@pulumi/pulumi";
import { answerOptions } from "./responses.ts";
import type { ApiArgs } from "../args.ts";
import type { AuthorizerFunctions } from "../authorizers/index.ts";
import type { BoundRoute } from "../integrations/bindRoutes.ts";
import { credentialHeaders } from "../guards/credentialHeaders.ts";
import { compileOpenApi } from "./openapi.ts";
import type { Route } from "../route/route.ts";

/** The API's OpenAPI document, as text, once everything is known that it names. */
export function compileBody(
  args: ApiArgs,
  routes: BoundRoute[],
  functions: AuthorizerFunctions,
): pulumi.Output<string> {
  const bindings = [...new Set(routes.map(({ binding }) => binding))];
  const known = bindings.map(({ values, roleArn }) => ({ values, roleArn }));
  const authorizerArns = Object.fromEntries(
    Object.entries(functions).map(([authorizer, { arn }]) => [authorizer, arn]),
  );
  const { userPoolArns } = args;
  const place = {
    credentialHeaders: credentialHeaders(
      routes.filter(({ auth }) => typeof auth === "object"),
      args.authorizers,
    ),
  };
  return pulumi.output({ known, userPoolArns, authorizerArns }).apply((source) => {
    const parts = new Map(
      bindings.map((binding, index) => {
        const { values, roleArn } = source.known[index]!;
        return [
          binding,
          (route: Route) => binding.compile(values, roleArn, { ...route, ...place }),
        ];
      }),
    );
    return JSON.stringify(
      compileOpenApi({
        title: args.title,
        routes: routes.map((route) => ({ ...route, parts: parts.get(route.binding)!(route) })),
        userPoolArns: source.userPoolArns,
        region: args.region,
        authorizers: args.authorizers,
        versions: args.versions,
        apiKeySource: args.apiKeySource,
        authorizerArns: source.authorizerArns,
        ...answerOptions(args),
      }),
    );
  });
}
