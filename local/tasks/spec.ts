import { resolve } from "node:path";
import type { Properties, Resource } from "../graph/resource.ts";
import { readPrivateNames } from "../privateNames.ts";

/** A private service, as described by its resources. */
export interface ServiceSpec {
  readonly name: string;
  /** Its image's build context, which is the folder it runs in locally. */
  readonly directory: string;
  readonly environment: Record<string, string>;
  /** Variables whose values ECS reads from secrets. */
  readonly secrets: readonly string[];
  /** Role with the permissions of its code, if any. */
  readonly taskRoleArn: string | undefined;
  /** Path of its load balancer's health check. */
  readonly healthPath: string;
  /** `host:port` addresses of the load balancers in front of it. */
  readonly addresses: string[];
  /** The same with names of private hosted zones, which other services call. */
  readonly privateAddresses: string[];
}

/** A service's resources do not name a folder to run. */
class ServiceSpecError extends Error {
  override readonly name = "ServiceSpecError";
}

interface ContainerDefinition {
  name: string;
  image: string;
  environment?: { name: string; value: string }[];
  secrets?: { name: string; valueFrom: string }[];
}

/**
 * The private services among a stack's resources: each ECS service with its task definition, image
 * and load balancer.
 *
 * @param root - base of relative build contexts
 * @throws ServiceSpecError when a service's image is not built from a local folder
 */
export function readServices(resources: Resource[], root: string): ServiceSpec[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const byOutput = (type: string, output: string, value: unknown) =>
    ofType(type).find(({ outputs }) => outputs[output] === value);

  return ofType("aws:ecs/service:Service").map((service) => {
    const task = byOutput(
      "aws:ecs/taskDefinition:TaskDefinition",
      "arn",
      service.inputs["taskDefinition"],
    );
    const [container] = JSON.parse(
      String(task?.inputs["containerDefinitions"] ?? "[]"),
    ) as ContainerDefinition[];
    const image = byOutput("awsx:ecr:Image", "imageUri", container?.image);
    if (!container || !image) {
      throw new ServiceSpecError(
        `Service "${service.name}": its image ${container?.image ?? ""} is not built from a ` +
          `folder by awsx.ecr.Image, so it can't run locally.`,
      );
    }
    const targetGroups = targetGroupsOf(service);
    return {
      name: service.name,
      directory: resolve(root, String(image.inputs["context"])),
      environment: Object.fromEntries(
        (container.environment ?? []).map(({ name, value }) => [name, value]),
      ),
      secrets: (container.secrets ?? []).map(({ name }) => name),
      taskRoleArn: task?.inputs["taskRoleArn"] as string | undefined,
      healthPath: healthPathOf(ofType("aws:lb/targetGroup:TargetGroup"), targetGroups),
      ...addressesOf(resources, targetGroups),
    };
  });
}

const targetGroupsOf = ({ inputs }: Resource): string[] =>
  ((inputs["loadBalancers"] ?? []) as { targetGroupArn: string }[]).map(
    ({ targetGroupArn }) => targetGroupArn,
  );

function healthPathOf(targetGroups: Resource[], arns: string[]): string {
  const targetGroup = targetGroups.find(({ outputs }) => arns.includes(String(outputs["arn"])));
  const { path } = (targetGroup?.inputs["healthCheck"] ?? {}) as { path?: string };
  return path ?? "/";
}

/** Addresses of the listeners that forward to these target groups. */
function addressesOf(
  resources: Resource[],
  targetGroupArns: string[],
): Pick<ServiceSpec, "addresses" | "privateAddresses"> {
  const names = readPrivateNames(resources);
  const balancers = resources
    .filter(({ type }) => type === "aws:lb/listener:Listener")
    .filter(({ inputs }) =>
      ((inputs["defaultActions"] ?? []) as Properties[]).some((action) =>
        targetGroupArns.includes(String(action["targetGroupArn"])),
      ),
    )
    .map((listener) => {
      const loadBalancer = resources.find(
        ({ outputs }) => outputs["arn"] === listener.inputs["loadBalancerArn"],
      );
      return { host: String(loadBalancer?.outputs["dnsName"]), port: listener.inputs["port"] };
    });
  return {
    addresses: balancers.map(({ host, port }) => `${host}:${String(port)}`),
    privateAddresses: balancers.flatMap(({ host, port }) =>
      names.filter(({ target }) => target === host).map(({ name }) => `${name}:${String(port)}`),
    ),
  };
}
