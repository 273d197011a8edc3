import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Keeps instances warm. Provisioned concurrency belongs to an alias, which points at the newest version. */
export function keepWarm(
  name: string,
  warmed: aws.lambda.Function,
  instances: number,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Alias {
  const alias = new aws.lambda.Alias(
    name,
    { name: "live", functionName: warmed.name, functionVersion: warmed.version },
    opts,
  );
  new aws.lambda.ProvisionedConcurrencyConfig(
    name,
    {
      functionName: warmed.name,
      qualifier: alias.name,
      provisionedConcurrentExecutions: instances,
    },
    opts,
  );
  return alias;
}
