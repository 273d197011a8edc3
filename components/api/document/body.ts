import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rolePolicy, serviceRole } from "../../shared/iam.ts";
import type { ApiArgs } from "../args.ts";
import type { AuthorizerFunctions } from "../authorizers/resources.ts";
import { edgeHeader } from "../firewall/index.ts";
import { credentialHeaders } from "../guards/credentialHeaders.ts";
import { bindIntegration } from "../integrations/index.ts";
import type { Grant } from "../integrations/integration.ts";
import { objectTypeWarnings } from "./binaryMediaTypes.ts";
import { importedSettings } from "./importedSettings.ts";
import { compileOpenApi } from "./openapi.ts";
import type { OperationParts } from "./types.ts";
import { withUserPoolFunction } from "./userPoolFunction.ts";

/**
 * The API's OpenAPI document as text, with those of its settings that the REST API has as arguments too.
 * Both are known once the resources that the document names exist. Each action on a resource gets a
 * role, which API Gateway assumes for the routes that need it.
 *
 * @throws IntegrationError for a route to something that the region does not have
 */
export function compileBody(
  name: string,
  args: ApiArgs,
  functions: AuthorizerFunctions,
  userPoolFunction: aws.lambda.Function | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<{ body: string; settings: ReturnType<typeof importedSettings> }> {
  const { definition, title, region, userPoolArns, securityPolicy } = args;
  const { endpointAccessMode, disableExecuteApiEndpoint } = args;
  const { routes, authorizers } = definition;
  const roles = new Map<string, pulumi.Input<string>>();
  const roleFor = (grant: Grant): pulumi.Input<string> => {
    const arn = roles.get(grant.name) ?? createRole(`${name}-${grant.name}`, grant, opts);
    roles.set(grant.name, arn);
    return arn;
  };
  const withAuthorizers = routes.filter(({ auth }) => typeof auth === "object");
  const headers = credentialHeaders(withAuthorizers, authorizers);
  const scope = { ...args, credentialHeaders: headers, roleFor };
  const parts = routes.map((route) => bindIntegration(route, scope));
  const authorizerArns = Object.fromEntries(
    Object.entries(functions).map(([authorizer, { arn }]) => [authorizer, arn]),
  );
  const partsOf = (bound: OperationParts) =>
    args.lock?.secrets ? withoutEdgeHeader(bound) : bound;
  const userPoolFunctionArn = userPoolFunction?.arn;
  const resolved = pulumi.output({ parts, userPoolArns, authorizerArns, userPoolFunctionArn });
  return resolved.apply((known) => {
    const document = compileOpenApi({
      ...definition,
      title,
      region,
      securityPolicy,
      endpointAccessMode,
      disableExecuteApiEndpoint,
      routes: routes.map((route, index) => ({ ...route, parts: partsOf(known.parts[index]!) })),
      userPoolArns: known.userPoolArns,
      authorizerArns: known.authorizerArns,
    });
    if (!definition.binaryMediaTypes) {
      const listed = document["x-amazon-apigateway-binary-media-types"] as string[];
      for (const warning of objectTypeWarnings(routes, listed)) {
        void pulumi.log.warn(warning, opts.parent);
      }
    }
    const functionArn = known.userPoolFunctionArn;
    const ttlSeconds = args.revocation?.ttlSeconds;
    const body = JSON.stringify(
      functionArn === undefined
        ? document
        : withUserPoolFunction(document, region, functionArn, ttlSeconds),
    );
    return { body, settings: importedSettings(document) };
  });
}

/** Backends that get the client's headers must not get the edge's secret: they could act as the edge. */
function withoutEdgeHeader(parts: OperationParts): OperationParts {
  const { integration } = parts;
  if (integration.type !== "http_proxy") return parts;
  // Not empty, because AWS does not document whether an empty value replaces a header.
  const withheld = { [`integration.request.header.${edgeHeader}`]: "'none'" };
  const requestParameters = { ...(integration.requestParameters as object), ...withheld };
  return { ...parts, integration: { ...integration, requestParameters } };
}

function createRole(
  name: string,
  { action, resource }: Grant,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = serviceRole(name, "apigateway.amazonaws.com", opts);
  const statements = [{ actions: [action], resources: [resource] }];
  const policy = rolePolicy(name, role, statements, opts);
  // API Gateway needs the policy as well when it assumes the role.
  return pulumi.output(policy.id).apply(() => role.arn);
}
