import type * as pulumi from "@pulumi/pulumi";

/** A private service behind a VPC link. */
export interface LinkedService {
  /** Address of its load balancer, such as `http://internal-….elb.amazonaws.com`. */
  url: pulumi.Input<string>;
  /** The load balancer's listener. */
  listenerArn: pulumi.Input<string>;
  /** The link that leads there. */
  vpcLinkId: pulumi.Input<string>;
}
