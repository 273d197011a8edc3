import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../shared/iam.ts";
import { checkTaskSize } from "./checkArgs.ts";
import * as defaults from "./defaults.ts";
import { checkEgress, type Egress, openWaysOut } from "./egress.ts";
import { InternalLoadBalancer } from "./internalLoadBalancer.ts";
import { ServiceImage } from "./serviceImage.ts";
import { ServiceTask } from "./serviceTask.ts";
import { runningTaskDefinition } from "./takenBack.ts";

export interface PrivateServiceArgs {
  /** The stack's region; the task's log driver needs it. */
  region: string;
  vpcId: pulumi.Input<string>;
  /** Private subnets for the load balancer and the tasks. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** ECS cluster that the tasks run in. */
  clusterArn: pulumi.Input<string>;
  /** Folder that holds the service's Dockerfile and is its build context. */
  directory: string;
  /** Variables beside `PORT`. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** What the service's code may do in AWS. @default nothing */
  statements?: AllowStatement[];
  /** Path that answers 200 while the service can work. @default "/health" */
  healthPath?: string;
  /** Tasks that run. @default 2 */
  desiredCount?: number;
  /** CPU units per task, 1024 being one virtual CPU. @default 256 */
  cpu?: number;
  /** Memory per task in MB. @default 512 */
  memoryMb?: number;
  /**
   * What its tasks may open HTTPS connections to, by the name that each rule ends in, and nothing
   * else. The image and the log have to be among it.
   * @default every address
   */
  egress?: Egress | undefined;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
  /** Keeps the load balancer and the images from being deleted by accident. @default true */
  deletionProtection?: boolean;
}

/**
 * A server of the team's own, reachable inside the VPC and from nowhere else.
 *
 * Creates an ECR repository with the image built from the service's Dockerfile, a task definition
 * with its roles and log, an internal load balancer, an ECS Fargate service without public
 * addresses, and a security group each for load balancer and tasks: the tasks admit the load
 * balancer only, the load balancer nobody until a `VpcProxy` opens it for itself. Outwards the tasks
 * reach HTTPS addresses, all of them or those of `egress`.
 *
 * At rest it costs about 16 USD a month for the load balancer and 7 USD per smallest task
 * (us-east-1, ARM, November 2026).
 */
export class PrivateService extends pulumi.ComponentResource {
  /** Address of the load balancer inside the VPC, such as `http://internal-….elb.amazonaws.com`. */
  readonly url: pulumi.Output<string>;
  readonly port: number;
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /** Where the load balancer takes calls. */
  readonly listenerArn: pulumi.Output<string>;
  /** What the tasks run, once the deployment is over. Fails if ECS went back to the tasks before. */
  readonly taskDefinitionArn: pulumi.Output<string>;

  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTaskSize(`PrivateService "${name}"`, args);
    if (args.egress) checkEgress(`PrivateService "${name}"`, args.egress);
    super("palisade:service:PrivateService", name, {}, opts);
    const child = { parent: this };
    const deletionProtection = args.deletionProtection ?? true;

    const image = new ServiceImage(name, { directory: args.directory, deletionProtection }, child);
    const task = new ServiceTask(
      name,
      {
        region: args.region,
        imageUri: image.uri,
        repositoryArn: image.repositoryArn,
        environment: args.environment ?? {},
        statements: args.statements ?? [],
        cpu: args.cpu ?? defaults.cpu,
        memoryMb: args.memoryMb ?? defaults.memoryMb,
        logRetentionDays: args.logRetentionDays ?? defaults.logRetentionDays,
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
      },
      child,
    );
    const tasksSecurityGroup = admitLoadBalancer(name, args, loadBalancer, child);
    const service = runTasks(name, args, task, loadBalancer, tasksSecurityGroup, child);

    this.url = loadBalancer.url;
    this.port = loadBalancer.port;
    this.listenerArn = loadBalancer.listenerArn;
    this.loadBalancerSecurityGroupId = loadBalancer.securityGroupId;
    this.taskDefinitionArn = runningTaskDefinition(service, task.taskDefinitionArn);
    this.registerOutputs({
      url: this.url,
      port: this.port,
      taskDefinitionArn: this.taskDefinitionArn,
    });
  }
}

/** The tasks' security group: in from the load balancer, out over HTTPS. */
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
  const toTasks = {
    ipProtocol: "tcp",
    fromPort: defaults.containerPort,
    toPort: defaults.containerPort,
  };
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-load-balancer`,
    {
      ...toTasks,
      securityGroupId: securityGroup.id,
      referencedSecurityGroupId: loadBalancer.securityGroupId,
      description: "From the load balancer",
    },
    opts,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-to-tasks`,
    {
      ...toTasks,
      securityGroupId: loadBalancer.securityGroupId,
      referencedSecurityGroupId: securityGroup.id,
      description: "To the tasks",
    },
    opts,
  );
  openWaysOut(name, securityGroup, egress, opts);
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
      desiredCount: args.desiredCount ?? defaults.desiredCount,
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
      healthCheckGracePeriodSeconds: 30,
      enableExecuteCommand: false,
      // What comes after, and whoever deploys, may count on the new tasks.
      waitForSteadyState: true,
      propagateTags: "SERVICE",
    },
    // A target group takes targets only once a listener uses it.
    pulumi.mergeOptions(opts, { dependsOn: [loadBalancer] }),
  );
}
