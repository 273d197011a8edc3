import type * as pulumi from "@pulumi/pulumi";

/** A user pool, whichever resource creates it. */
export interface Pool {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** For a pool that Cognito can replicate. */
  readonly replication?: {
    /** The pool's own region. */
    readonly region: string;
    /** The replica that takes over. Without one there is nothing to fail over to. */
    readonly replica: { readonly region: string; readonly resource: pulumi.Resource } | undefined;
  };
}
