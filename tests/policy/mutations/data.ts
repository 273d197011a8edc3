import { add, change, type Mutation, type Mutations } from "./mutation.ts";

const func = "lambda/function:Function";
const rolePolicy = "iam/rolePolicy:RolePolicy";

const allow =
  (Action: string | string[], Resource: string | string[]): Mutation =>
  (stack) =>
    stack.changeJson(rolePolicy, "dev-orders-task", "policy", ({ Statement }) => {
      Statement.push({ Effect: "Allow", Action, Resource });
    });

/** Mutations that expose data or grant unnecessary permissions. */
export const dataMutations: Mutations = {
  "a log that is kept for ever": change("cloudwatch/logGroup:LogGroup", "dev-access", {
    retentionInDays: undefined,
  }),
  "a launch template without disks": add("ec2/launchTemplate:LaunchTemplate", {
    imageId: "ami-1",
  }),
  "a right to everything": allow("*", "*"),
  "a right to all tables": allow("dynamodb:PutItem", "*"),
  "a right to hand on any role": allow("iam:PassRole", "*"),
  "an administrator": add("iam/rolePolicyAttachment:RolePolicyAttachment", {
    role: "dev-orders-task",
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  }),
  "a role for everyone": (stack) =>
    stack.changeJson("iam/role:Role", "dev-orders-task", "assumeRolePolicy", ({ Statement }) => {
      Statement[0].Principal = { AWS: "*" };
      delete Statement[0].Condition;
    }),
  "devices that may do anything": add("iot/policy:Policy", {
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*" }],
    }),
  }),
  "a queue for anyone's topics": add("sqs/queuePolicy:QueuePolicy", {
    queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/orders",
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: "arn:aws:sqs:us-east-1:123456789012:orders",
        },
      ],
    }),
  }),
  "a password in a function's environment": change(func, "dev-orders-proxy", {
    "environment.variables.DATABASE_PASSWORD": "correct horse battery staple",
  }),
  "a key in a task's environment": (stack) =>
    stack.changeJson(
      "ecs/taskDefinition:TaskDefinition",
      "dev-orders",
      "containerDefinitions",
      ([container]) => {
        container.environment.push({ name: "KEY", value: "AKIA" + "IOSFODNN7EXAMPLE" });
      },
    ),
  "a disk in the clear": add("ebs/volume:Volume", {
    availabilityZone: "us-east-1a",
    size: 8,
    encrypted: false,
  }),
  "a database in the clear": add("rds/instance:Instance", {
    engine: "postgres",
    publiclyAccessible: false,
    storageEncrypted: false,
  }),
  "a file system in the clear": add("efs/fileSystem:FileSystem", { encrypted: false }),
};
