import { warn } from "@pulumi/pulumi/log/index.js";
import type { CustomResource } from "@pulumi/pulumi/resource.js";
import { AwsResource, under } from "./awsResource.ts";
import { mergeTags } from "./tags.ts";
import type { EndpointSpec, Tags, VpcArgs } from "./vpcArgs.ts";

/** The VPC's endpoints. Their names are those of the services alone, whatever the VPC's name is. */
export function createEndpoints(
  { endpointSpecs, endpointStrategy, region }: VpcArgs,
  vpc: CustomResource,
  routeTables: readonly CustomResource[],
  vpcTags: Tags,
): CustomResource[] {
  return endpointSpecs.map((spec) => {
    const gateway = (spec.vpcEndpointType ?? "Gateway") === "Gateway";
    const open = gateway && spec.routeTableIds === undefined;
    if (open && endpointStrategy === "Legacy") warnOfNoRoutes(spec, vpc);
    const all = routeTables.map(({ id }) => id);
    return new AwsResource(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      spec.serviceName,
      {
        region,
        ...spec,
        ...(open && endpointStrategy === "Auto" ? { routeTableIds: all } : {}),
        tags: mergeTags(vpcTags, spec.tags),
        vpcId: vpc.id,
      },
      under(vpc),
    );
  });
}

function warnOfNoRoutes({ serviceName }: EndpointSpec, vpc: CustomResource): void {
  const message =
    `Endpoint "${serviceName}" has no routeTableIds and serves nobody. Set vpcEndpointStrategy: ` +
    `"Auto", which gives it the route tables of all subnets.`;
  void warn(message, vpc);
}
