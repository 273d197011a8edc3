import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** New tasks did not become healthy, and ECS runs the ones before again. */
export class DeploymentTakenBackError extends pulumi.ResourceError {
  override readonly name = "DeploymentTakenBackError";

  constructor(service: aws.ecs.Service, running: string | undefined, wanted: string) {
    super(
      `ECS went back to ${running}, because the tasks of ${wanted} did not become healthy. ` +
        `The service's events and the tasks' log say why; correct it and deploy again.`,
      service,
      true,
    );
  }
}

/**
 * The task definition that a service runs once its deployment is over; fails if the circuit breaker
 * has taken the deployment back. The provider fails by itself only where it recognizes the
 * deployment as its own, which takes a clock that is not ahead of AWS's; else it waits for a steady
 * state, finds the old tasks in one and reports success (pulumi-awsx issue 1848).
 */
export function runningTaskDefinition(
  service: aws.ecs.Service,
  taskDefinitionArn: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi.all([service.taskDefinition, taskDefinitionArn]).apply(([running, wanted]) => {
    // A preview may tell the tasks that run now.
    if (running !== wanted && !pulumi.runtime.isDryRun()) {
      throw new DeploymentTakenBackError(service, running, wanted);
    }
    return wanted;
  });
}
