import type * as pulumi from "@pulumi/pulumi";

/** The proxy function in front of one private service. */
export interface ProxyFunction {
  functionName: pulumi.Input<string>;
  /** Alias to invoke. @default the function itself */
  qualifier?: pulumi.Input<string>;
  /** ARN to invoke, the alias's if there is one. */
  functionArn: pulumi.Input<string>;
}
