import * as pulumi from "@pulumi/pulumi";
import type { ApiArgs } from "../args.ts";
import type { AuthorizerFunctions } from "../authorizers/index.ts";
import type { BoundRoute } from "../integrations/bindRoutes.ts";
import { compileOpenApi } from "./openapi.ts";

/** The API's OpenAPI document as text, known once the resources that it names exist. */
export function compileBody(
  { definition, title, region, userPoolArns }: ApiArgs,
  routes: readonly BoundRoute[],
  functions: AuthorizerFunctions,
): pulumi.Output<string> {
  const authorizerArns = Object.fromEntries(
    Object.entries(functions).map(([authorizer, { arn }]) => [authorizer, arn]),
  );
  const parts = routes.map((route) => route.parts);
  return pulumi.output({ parts, userPoolArns, authorizerArns }).apply((known) =>
    JSON.stringify(
      compileOpenApi({
        ...definition,
        title,
        region,
        routes: routes.map((route, index) => ({ ...route, parts: known.parts[index]! })),
        userPoolArns: known.userPoolArns,
        authorizerArns: known.authorizerArns,
      }),
    ),
  );
}
