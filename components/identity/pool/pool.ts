import type * as pulumi from "@pulumi/pulumi";

/** A user pool, whichever resource creates it. */
export interface Pool {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}
