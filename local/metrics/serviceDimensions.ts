import type { Properties, Resource } from "../graph/resource.ts";

/** How CloudWatch names a service, and what its tasks may use. */
export interface ServiceDimensions {
  readonly ecs: { readonly ClusterName: string; readonly ServiceName: string };
  /** Of each load balancer with its target group. */
  readonly balancers: readonly { readonly LoadBalancer: string; readonly TargetGroup: string }[];
  /** 1,024 are a processor. */
  readonly cpuUnits: number;
  readonly memoryMb: number;
}

/** The ECS services among resources, by the names of their resources. */
export function serviceDimensions(
  resources: readonly Resource[],
): ReadonlyMap<string, ServiceDimensions> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const byArn = (type: string, arn: unknown) =>
    ofType(type).find(({ id, outputs }) => outputs["arn"] === arn || id === arn)?.outputs;
  const balancersOf = (targetGroupArn: string) => {
    const TargetGroup = byArn("aws:lb/targetGroup:TargetGroup", targetGroupArn)?.["arnSuffix"];
    const listeners = ofType("aws:lb/listener:Listener").filter(({ inputs }) =>
      ((inputs["defaultActions"] ?? []) as Properties[]).some(
        (action) => action["targetGroupArn"] === targetGroupArn,
      ),
    );
    const arns = new Set(listeners.map(({ inputs }) => inputs["loadBalancerArn"]));
    return [...arns].map((arn) => ({
      LoadBalancer: String(byArn("aws:lb/loadBalancer:LoadBalancer", arn)?.["arnSuffix"]),
      TargetGroup: String(TargetGroup),
    }));
  };
  return new Map(
    ofType("aws:ecs/service:Service").map(({ name, inputs, outputs }) => {
      const cluster = byArn("aws:ecs/cluster:Cluster", inputs["cluster"]);
      const task = byArn("aws:ecs/taskDefinition:TaskDefinition", inputs["taskDefinition"]);
      const groups = (inputs["loadBalancers"] ?? []) as { targetGroupArn: string }[];
      const dimensions = {
        ecs: {
          ClusterName: String(cluster?.["name"] ?? ""),
          ServiceName: String(outputs["name"] ?? name),
        },
        balancers: groups.flatMap(({ targetGroupArn }) => balancersOf(targetGroupArn)),
        cpuUnits: Number(task?.["cpu"] ?? 1024) || 1024,
        memoryMb: Number(task?.["memory"] ?? 2048) || 2048,
      };
      return [name, dimensions];
    }),
  );
}
