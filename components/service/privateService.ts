import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AllowStatement, allowStatements } from "../shared/iam.ts";
import {
  anything,
  checkOptions,
  flag,
  input,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { environment, logRetentionDays, resourceId, subnetIds } from "../shared/rules.ts";
import { allowConnections } from "../shared/securityGroups.ts";
import * as defaults from "./defaults.ts";
import { allowEgress, type Egress, egressRule } from "./egress.ts";
import { healthPath, InternalLoadBalancer } from "./internalLoadBalancer.ts";
import { ServiceImage } from "./serviceImage.ts";
import type { NamedLoadBalancer } from "./serviceNames.ts";
import { secretFaults, type SecretReference, secretsRule } from "./secrets.ts";
import { type Scaling, scalingFaults, scalingRule } from "./scaling.ts";
import { scaleTasks } from "./taskScaling.ts";
import { ServiceTask } from "./serviceTask.ts";
import { runningTaskDefinition } from "./rollback.ts";
import {
  type CpuArchitecture,
  cpuArchitectureRule,
  type TaskSize,
  taskSizeFaults,
  taskSizeRules,
} from "./taskSize.ts";

export interface PrivateServiceArgs extends TaskSize {
  /** The stack's region; the task's log driver needs it. */
  region: string;
  vpcId: pulumi.Input<string>;
  /** Private subnets for the load balancer and the tasks. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** ECS cluster that the tasks run in. */
  clusterArn: pulumi.Input<string>;
  /** Folder that holds the service's Dockerfile and is its build context. */
  directory: string;
  /** Variables in addition to `PORT`. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Variables whose values come from Secrets Manager or Parameter Store: `secret("payments/key")` or
   * `parameter("/orders/key")`. ECS reads them when a task starts; only its execution role may.
   * @default none
   */
  secrets?: Record<string, SecretReference>;
  /**
   * Limits of a number of tasks that follows the load, in place of `desiredCount`. Updates of the stack
   * leave the number alone.
   * @default a fixed number of tasks
   */
  scaling?: Scaling | undefined;
  /** AWS permissions of the service's code. @default none */
  statements?: AllowStatement[];
  /** Path that responds with 200 while the service works. @default "/health" */
  healthPath?: string;
  /**
   * Seconds that a new task has until failed health checks count, for services that start slowly. @default 30
   */
  healthCheckGracePeriodSeconds?: number;
  /** Processor of its tasks, for which its image is built. @default "ARM64" */
  cpuArchitecture?: CpuArchitecture;
  /**
   * The only destinations to which its tasks may open HTTPS connections, by the name that each rule
   * ends in. They must include those that the image and the log need.
   * @default every address
   */
  egress?: Egress | undefined;
  /**
   * Certificate with which the load balancer serves HTTPS alone, and the address with the certificate's
   * name. @default HTTP at the load balancer's own name
   */
  tls?: { certificateArn: pulumi.Input<string>; url: pulumi.Input<string> } | undefined;
  /** Resources that its tasks start after, such as names that they resolve. @default none */
  startAfter?: pulumi.Input<pulumi.Resource[]>;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
  /** Keeps the load balancer and the images from being deleted by accident. @default true */
  deletionProtection?: boolean;
}

export const privateServiceRules: OptionRules<PrivateServiceArgs> = {
  ...taskSizeRules,
  region: required(text()),
  vpcId: required(resourceId),
  subnetIds: required(subnetIds),
  clusterArn: required(resourceId),
  directory: required(text()),
  environment,
  secrets: secretsRule,
  scaling: scalingRule,
  statements: allowStatements,
  healthPath,
  // Source: Amazon ECS API Reference, "CreateService".
  healthCheckGracePeriodSeconds: whole(0, 2_147_483_647),
  cpuArchitecture: cpuArchitectureRule,
  egress: egressRule,
  tls: options<NonNullable<PrivateServiceArgs["tls"]>>({
    certificateArn: required(resourceId),
    url: required(input(text(/^https:/, "an address that begins with https:"))),
  }),
  startAfter: anything,
  logRetentionDays,
  deletionProtection: flag,
};

/**
 * A custom server, reachable only inside the VPC.
 *
 * Creates an ECR repository with the image built from the service's Dockerfile, a task definition
 * with its roles and log, an internal load balancer, an ECS Fargate service without public
 * addresses, and a security group each for load balancer and tasks. The tasks admit only the
 * load balancer, which admits nothing until a `VpcProxy` or a `VpcLink` adds a rule. The tasks reach
 * every HTTPS address, or those of `egress`.
 *
 * At rest it costs about 16 USD a month for the load balancer and 7 USD per smallest task
 * (us-east-1, ARM, November 2026).
 */
export class PrivateService extends pulumi.ComponentResource {
  /** Address inside the VPC, such as `http://internal-….elb.amazonaws.com`, or that of `tls`. */
  readonly url: pulumi.Output<string>;
  readonly port: number;
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /** Known once its listener exists. */
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly listener: aws.lb.Listener;
  /** Dimensions of its metrics in CloudWatch. */
  readonly dimensions: InternalLoadBalancer["dimensions"] & {
    readonly [Of in "clusterName" | "serviceName"]: pulumi.Output<string>;
  };
  /** For names that lead to it. */
  readonly loadBalancer: NamedLoadBalancer;
  /** Its rules admit the load balancer, and let out what `egress` allows. */
  readonly tasksSecurityGroupId: pulumi.Output<string>;
  /** The tasks' definition, once the deployment is over. Fails if ECS returned to the previous tasks. */
  readonly taskDefinitionArn: pulumi.Output<string>;

  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`PrivateService "${name}"`, args, privateServiceRules, (given) => [
      ...taskSizeFaults(given),
      ...secretFaults(given),
      ...scalingFaults(given),
    ]);
    super("palisade:service:PrivateService", name, {}, opts);
    const child = { parent: this };
    const deletionProtection = args.deletionProtection ?? true;

    const { directory, cpuArchitecture = defaults.cpuArchitecture } = args;

    const image = new ServiceImage(name, { directory, cpuArchitecture, deletionProtection }, child);
    const task = new ServiceTask(
      name,
      {
        region: args.region,
        imageUri: image.uri,
        repositoryArn: image.repositoryArn,
        environment: args.environment ?? {},
        secrets: args.secrets ?? {},
        statements: args.statements ?? [],
        cpu: args.cpu ?? defaults.cpu,
        memoryMb: args.memoryMb ?? defaults.memoryMb,
        cpuArchitecture,
        logRetentionDays: args.logRetentionDays,
      },
      child,
    );
    const loadBalancer = new InternalLoadBalancer(
      name,
      {
        vpcId: args.vpcId,
        subnetIds: args.subnetIds,
        targetPort: defaults.containerPort,
        healthPath: args.healthPath ?? defaults.healthPath,
        deletionProtection,
        certificateArn: args.tls?.certificateArn,
      },
      child,
    );
    const tasksSecurityGroup = admitLoadBalancer(name, args, loadBalancer, child);
    const service = runTasks(name, args, task, loadBalancer, tasksSecurityGroup, child);
    if (args.scaling) {
      const { arn: loadBalancerArn, targetGroupArn } = loadBalancer;
      scaleTasks(name, args.scaling, { service, loadBalancerArn, targetGroupArn }, child);
    }

    this.url = args.tls
      ? pulumi.all([args.tls.url, loadBalancer.arn]).apply(([url]) => url)
      : loadBalancer.url;
    this.listener = loadBalancer.listener;
    this.port = loadBalancer.port;
    this.loadBalancerArn = loadBalancer.arn;
    this.loadBalancer = { dnsName: loadBalancer.dnsName, zoneId: loadBalancer.zoneId };
    this.dimensions = {
      ...loadBalancer.dimensions,
      clusterName: pulumi.output(args.clusterArn).apply((arn) => arn.split("/").at(-1)!),
      serviceName: service.name,
    };
    this.tasksSecurityGroupId = tasksSecurityGroup.id;
    this.loadBalancerSecurityGroupId = loadBalancer.securityGroupId;
    this.taskDefinitionArn = runningTaskDefinition(service, task.taskDefinitionArn);
    this.registerOutputs({
      url: this.url,
      port: this.port,
      taskDefinitionArn: this.taskDefinitionArn,
    });
  }
}

/** The tasks' security group: admits the load balancer, and lets HTTPS out. */
function admitLoadBalancer(
  name: string,
  { vpcId, egress }: Pick<PrivateServiceArgs, "vpcId" | "egress">,
  loadBalancer: InternalLoadBalancer,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-tasks`,
    { description: `Tasks of ${name}`, vpcId },
    opts,
  );
  allowConnections(
    defaults.containerPort,
    {
      name: `${name}-to-tasks`,
      securityGroupId: loadBalancer.securityGroupId,
      description: "To the tasks",
    },
    {
      name: `${name}-from-load-balancer`,
      securityGroupId: securityGroup.id,
      description: "From the load balancer",
    },
    opts,
  );
  allowEgress(name, securityGroup, egress, opts);
  return securityGroup;
}

function runTasks(
  name: string,
  args: PrivateServiceArgs,
  task: ServiceTask,
  loadBalancer: InternalLoadBalancer,
  securityGroup: aws.ec2.SecurityGroup,
  opts: pulumi.CustomResourceOptions,
): aws.ecs.Service {
  return new aws.ecs.Service(
    name,
    {
      cluster: args.clusterArn,
      taskDefinition: task.taskDefinitionArn,
      desiredCount: args.scaling?.min ?? args.desiredCount ?? defaults.desiredCount,
      launchType: "FARGATE",
      networkConfiguration: {
        subnets: args.subnetIds,
        securityGroups: [securityGroup.id],
        assignPublicIp: false,
      },
      loadBalancers: [
        {
          targetGroupArn: loadBalancer.targetGroupArn,
          containerName: task.containerName,
          containerPort: defaults.containerPort,
        },
      ],
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      healthCheckGracePeriodSeconds:
        args.healthCheckGracePeriodSeconds ?? defaults.healthCheckGracePeriodSeconds,
      enableExecuteCommand: false,
      // The deployment succeeds only if the new tasks work.
      waitForSteadyState: true,
      propagateTags: "SERVICE",
    },
    // A target group accepts targets only once a listener uses it.
    pulumi.mergeOptions(opts, {
      dependsOn: args.startAfter
        ? pulumi.output(args.startAfter).apply((others) => [loadBalancer, ...others])
        : [loadBalancer],
      // An update would reset the number that the load has led to.
      ...(args.scaling && { ignoreChanges: ["desiredCount"] }),
    }),
  );
}
