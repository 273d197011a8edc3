import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Backends, ProxyFunction } from "../integrations/integration.ts";

/** Lets only this API invoke the proxy functions. */
export function permitGateway(
  name: string,
  backends: Backends,
  restApi: aws.apigateway.RestApi,
  stageName: string,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Permission[] {
  return Object.entries(allProxies(backends)).map(
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

/** All proxy functions by the suffixes of their permissions' names. */
const allProxies = ({
  proxies,
  streamingProxies = {},
}: Backends): Record<string, ProxyFunction> => ({
  ...proxies,
  ...Object.fromEntries(
    Object.entries(streamingProxies).map(([service, proxy]) => [`${service}-stream-proxy`, proxy]),
  ),
});
