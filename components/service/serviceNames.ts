import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkOptions,
  input,
  mapOf,
  options,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { hostName, resourceId } from "../shared/rules.ts";

/** A load balancer that a name leads to. */
export interface NamedLoadBalancer {
  dnsName: pulumi.Input<string>;
  /** Id of the hosted zone of that name, which AWS owns. */
  zoneId: pulumi.Input<string>;
}

export interface ServiceNamesArgs {
  vpcId: pulumi.Input<string>;
  /** The zone's name, below which each service has its own: `catalog.<zone>`. */
  zone: string;
  /** Load balancers by the names of their services. */
  targets: Record<string, NamedLoadBalancer>;
}

const serviceNamesRules: OptionRules<ServiceNamesArgs> = {
  vpcId: required(resourceId),
  zone: required(hostName(200)),
  targets: required(
    mapOf(
      options<NamedLoadBalancer>({
        dnsName: required(input(text())),
        zoneId: required(resourceId),
      }),
    ),
  ),
};

/**
 * Names of services that only their VPC resolves. They outlive the load balancers that they lead to.
 *
 * Creates a private hosted zone and an alias record per service. Costs 0.50 USD a month for the zone;
 * queries for aliases of load balancers are free (Amazon Route 53's page "Pricing", November 2026).
 */
export class ServiceNames extends pulumi.ComponentResource {
  /** Clients that start before a record exists would remember for 15 minutes that there is none. */
  readonly records: aws.route53.Record[];

  constructor(name: string, args: ServiceNamesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ServiceNames "${name}"`, args, serviceNamesRules);
    super("palisade:service:ServiceNames", name, {}, opts);
    const child = { parent: this };

    const zone = new aws.route53.Zone(
      name,
      {
        name: args.zone,
        comment: "Names of services, for their VPC alone",
        vpcs: [{ vpcId: args.vpcId }],
      },
      child,
    );
    this.records = Object.entries(args.targets).map(
      ([service, { dnsName, zoneId }]) =>
        new aws.route53.Record(
          `${name}-${service}`,
          {
            zoneId: zone.zoneId,
            name: `${service}.${args.zone}`,
            type: "A",
            // The balancer's health decides nothing: there is no other record to return.
            aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: false }],
          },
          child,
        ),
    );
    this.registerOutputs();
  }
}
