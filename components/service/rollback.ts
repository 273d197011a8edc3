import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface RolledBack {
  /** Task definition that ECS returned to. */
  readonly running: string | undefined;
  readonly wanted: string;
  /** Arguments of the AWS CLI that name the cluster. */
  readonly cluster: string;
  /** The service's name in ECS. */
  readonly name: string;
}

/** New tasks did not become healthy, and ECS runs the previous ones again. */
class DeploymentRolledBackError extends pulumi.ResourceError {
  override readonly name = "DeploymentRolledBackError";

  constructor(service: aws.ecs.Service, { running, wanted, cluster, name }: RolledBack) {
    super(
      `ECS returned to ${running}, because the tasks of ${wanted} did not become healthy. ` +
        `Find the cause in the service's events and the tasks' log, correct it and deploy again. For an hour, ECS ` +
        `also knows why tasks stopped, such as a secret that they could not read:\n` +
        `  aws ecs describe-tasks ${cluster} --query "tasks[].stoppedReason" --tasks ` +
        `$(aws ecs list-tasks ${cluster} --service-name ${name} --desired-status STOPPED --query taskArns --output text)`,
      service,
      true,
    );
  }
}

/**
 * The task definition that a service runs after its deployment. Fails if the circuit breaker has
 * rolled the deployment back. The provider itself fails only if it recognizes the deployment, which
 * needs a clock that is not ahead of AWS's. Otherwise it waits for a steady state, finds the old
 * tasks in one and reports success (pulumi-awsx issue 1848).
 */
export function runningTaskDefinition(
  service: aws.ecs.Service,
  taskDefinitionArn: pulumi.Output<string>,
): pulumi.Output<string> {
  const { cluster, name } = service;
  return pulumi
    .all([service.taskDefinition, taskDefinitionArn, cluster, name])
    .apply(([running, wanted, clusterArn, serviceName]) => {
      // In a preview the service still runs the previous tasks.
      if (running !== wanted && !pulumi.runtime.isDryRun()) {
        const region = clusterArn.split(":")[3] ?? "";
        throw new DeploymentRolledBackError(service, {
          running,
          wanted,
          cluster: `--region ${region} --cluster ${clusterArn.split("/").at(-1)}`,
          name: serviceName,
        });
      }
      return wanted;
    });
}
