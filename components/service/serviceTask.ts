import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AllowStatement, allowStatements, rolePolicy, serviceRole } from "../shared/iam.ts";
import { createLogGroup } from "../shared/logGroup.ts";
import { checkOptions, input, type OptionRules, required, text } from "../shared/options.ts";
import { environment, logRetentionDays, resourceId } from "../shared/rules.ts";
import * as defaults from "./defaults.ts";
import { accessSecrets } from "./secretAccess.ts";
import { type SecretReference, secretsRule } from "./secrets.ts";
import {
  type CpuArchitecture,
  cpuArchitectureRule,
  taskSizeFaults,
  taskSizeRules,
} from "./taskSize.ts";

export interface ServiceTaskArgs {
  region: string;
  imageUri: pulumi.Input<string>;
  /** Repository of the image; the task may pull from no other. */
  repositoryArn: pulumi.Input<string>;
  environment: Record<string, pulumi.Input<string>>;
  /** Variables whose values ECS reads when a task starts. */
  secrets: Record<string, SecretReference>;
  /** AWS permissions of the service's code. */
  statements: AllowStatement[];
  cpu: number;
  memoryMb: number;
  cpuArchitecture: CpuArchitecture;
  logRetentionDays?: number | undefined;
}

const serviceTaskRules: OptionRules<ServiceTaskArgs> = {
  region: required(text()),
  imageUri: required(input(text())),
  repositoryArn: required(resourceId),
  environment: required(environment),
  secrets: required(secretsRule),
  statements: required(allowStatements),
  cpu: required(taskSizeRules.cpu),
  memoryMb: required(taskSizeRules.memoryMb),
  cpuArchitecture: required(cpuArchitectureRule),
  logRetentionDays,
};

/**
 * The task definition of a service: image, size, variables, log and permissions.
 *
 * Creates a log group, an execution role (pulls this image, writes this log, reads these secrets), a task role (the
 * service's own permissions) and a Fargate task definition. Costs nothing until it runs.
 */
export class ServiceTask extends pulumi.ComponentResource {
  readonly taskDefinitionArn: pulumi.Output<string>;
  readonly containerName: string;

  constructor(name: string, args: ServiceTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ServiceTask "${name}"`, args, serviceTaskRules, taskSizeFaults);
    super("palisade:service:ServiceTask", name, {}, opts);
    const child = { parent: this };
    this.containerName = name;

    const logGroup = createLogGroup(name, { retentionDays: args.logRetentionDays }, child);
    const secrets = accessSecrets(args.secrets, {
      service: name,
      region: args.region,
      opts: child,
    });
    const executionRole = serviceRole(`${name}-execution`, "ecs-tasks.amazonaws.com", child);
    const policies = [
      rolePolicy(
        `${name}-execution`,
        executionRole,
        [...permissionsToStart(args.repositoryArn, logGroup), ...secrets.statements],
        child,
      ),
    ];
    const taskRole = serviceRole(`${name}-task`, "ecs-tasks.amazonaws.com", child);
    if (args.statements.length > 0) {
      policies.push(rolePolicy(`${name}-task`, taskRole, args.statements, child));
    }
    const taskDefinition = new aws.ecs.TaskDefinition(
      name,
      {
        family: name,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.cpuArchitecture },
        cpu: String(args.cpu),
        memory: String(args.memoryMb),
        executionRoleArn: executionRole.arn,
        taskRoleArn: taskRole.arn,
        containerDefinitions: pulumi.jsonStringify([
          {
            ...container(name, args, logGroup),
            ...(secrets.secrets.length > 0 && { secrets: secrets.secrets }),
          },
        ]),
        // Keeps the previous revision, to which the circuit breaker may return.
        skipDestroy: true,
      },
      // Tasks that start without their permissions fail.
      pulumi.mergeOptions(child, { dependsOn: policies }),
    );

    this.taskDefinitionArn = taskDefinition.arn;
    this.registerOutputs({ taskDefinitionArn: this.taskDefinitionArn });
  }
}

const permissionsToStart = (
  repositoryArn: pulumi.Input<string>,
  logGroup: aws.cloudwatch.LogGroup,
): AllowStatement[] => [
  // Signs in to the registry; it can't be limited to a repository.
  { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  {
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
    resources: [repositoryArn],
  },
  {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [pulumi.interpolate`${logGroup.arn}:*`],
  },
];

const container = (name: string, args: ServiceTaskArgs, logGroup: aws.cloudwatch.LogGroup) => ({
  name,
  image: args.imageUri,
  essential: true,
  readonlyRootFilesystem: true,
  stopTimeout: defaults.stopTimeoutSeconds,
  linuxParameters: { initProcessEnabled: true },
  portMappings: [{ containerPort: defaults.containerPort, protocol: "tcp" }],
  environment: Object.entries({ ...args.environment, PORT: String(defaults.containerPort) }).map(
    ([variable, value]) => ({ name: variable, value }),
  ),
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroup.name,
      "awslogs-region": args.region,
      "awslogs-stream-prefix": name,
    },
  },
});
