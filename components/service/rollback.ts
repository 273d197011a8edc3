import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** New tasks did not become healthy, and ECS runs the previous ones again. */
class DeploymentRolledBackError extends pulumi.ResourceError {
  override readonly name = "DeploymentRolledBackError";

  constructor(service: aws.ecs.Service, running: string | undefined, wanted: string) {
    super(
      `ECS returned to ${running}, because the tasks of ${wanted} did not become healthy. ` +
        `Find the cause in the service's events and the tasks' log, correct it and deploy again.`,
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
  return pulumi.all([service.taskDefinition, taskDefinitionArn]).apply(([running, wanted]) => {
    // In a preview the service still runs the previous tasks.
    if (running !== wanted && !pulumi.runtime.isDryRun()) {
      throw new DeploymentRolledBackError(service, running, wanted);
    }
    return wanted;
  });
}
