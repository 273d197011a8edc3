import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Backends, ProxyFunction } from "../integrations/integration.ts";
import type { Route } from "../route/route.ts";

/** Lets only this API invoke the functions of its routes. */
export function permitGateway(
  name: string,
  backends: Backends,
  routes: readonly Route[],
  restApi: aws.apigateway.RestApi,
  stageName: string,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Permission[] {
  return Object.entries(invoked(backends, routes)).map(
    ([service, proxy]) =>
      new aws.lambda.Permission(
        `${name}-${service}`,
        {
          action: "lambda:InvokeFunction",
          function: proxy.functionName,
          ...(proxy.qualifier ? { qualifier: proxy.qualifier } : {}),
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${restApi.executionArn}/${stageName}/*`,
        },
        opts,
      ),
  );
}

/** All proxy functions, and the own functions that routes lead to, by the suffixes of their permissions' names. */
const invoked = (
  { proxies, streamingProxies = {}, functions = {} }: Backends,
  routes: readonly Route[],
): Record<string, ProxyFunction> => ({
  ...proxies,
  ...Object.fromEntries(
    Object.entries(streamingProxies).map(([service, proxy]) => [`${service}-stream-proxy`, proxy]),
  ),
  ...Object.fromEntries(
    routes.flatMap(({ integration }) => {
      if (integration.kind !== "lambda") return [];
      const { function: name } = integration;
      return [[`${name}_function`, functions[name]!]];
    }),
  ),
});
