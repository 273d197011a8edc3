import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createNetwork, createRole } from "./network.ts";

/** A web application on Fargate with a database, behind an HTTP API that requires tokens. */
export function webApp(): void {
  const { vpc, privateSubnets } = createNetwork("shop");
  const subnetIds = privateSubnets.map(({ id }) => id);
  const [linkGroup, appGroup, databaseGroup] = createGroups(vpc.id);

  const database = new aws.rds.Instance("shop", {
    engine: "postgres",
    instanceClass: "db.t4g.medium",
    allocatedStorage: 50,
    dbSubnetGroupName: new aws.rds.SubnetGroup("shop", { subnetIds }).name,
    vpcSecurityGroupIds: [databaseGroup.id],
    username: "shop",
    manageMasterUserPassword: true,
    publiclyAccessible: false,
    storageEncrypted: true,
    deletionProtection: true,
  });

  const logs = new aws.cloudwatch.LogGroup("shop", { retentionInDays: 30 });
  const execution = createRole(
    "shop-execution",
    "ecs-tasks.amazonaws.com",
    "service-role/AmazonECSTaskExecutionRolePolicy",
  );
  const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf";
  new aws.iam.RolePolicy("shop-secret", {
    role: execution.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
      ],
    }),
  });
  const cluster = new aws.ecs.Cluster("shop", {});
  const task = new aws.ecs.TaskDefinition("shop", {
    family: "shop",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: execution.arn,
    containerDefinitions: pulumi.jsonStringify([
      {
        name: "shop",
        image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1",
        environment: [
          { name: "DATABASE_HOST", value: database.address },
          { name: "TOKEN_URL", value: "https://id.example.com/oauth2/token" },
          { name: "SESSION_SECRET_ARN", value: secretArn },
        ],
        secrets: [{ name: "DATABASE_PASSWORD", valueFrom: secretArn }],
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.name } },
      },
    ]),
  });
  const loadBalancer = new aws.lb.LoadBalancer("shop", {
    internal: true,
    subnets: subnetIds,
    securityGroups: [appGroup.id],
  });
  const targets = new aws.lb.TargetGroup("shop", {
    vpcId: vpc.id,
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
  });
  const listener = new aws.lb.Listener("shop", {
    loadBalancerArn: loadBalancer.arn,
    port: 80,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  new aws.ecs.Service("shop", {
    cluster: cluster.arn,
    taskDefinition: task.arn,
    launchType: "FARGATE",
    desiredCount: 2,
    networkConfiguration: { subnets: subnetIds, securityGroups: [appGroup.id] },
    loadBalancers: [{ containerName: "shop", containerPort: 8080, targetGroupArn: targets.arn }],
  });
  createApi(subnetIds, linkGroup.id, listener.arn);
}

function createGroups(vpcId: pulumi.Input<string>) {
  const link = new aws.ec2.SecurityGroup("link", { vpcId });
  const app = new aws.ec2.SecurityGroup("app", {
    vpcId,
    ingress: [{ protocol: "tcp", fromPort: 80, toPort: 8080, securityGroups: [link.id] }],
  });
  const database = new aws.ec2.SecurityGroup("database", {
    vpcId,
    ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [app.id] }],
  });
  return [link, app, database] as const;
}

function createApi(
  subnetIds: pulumi.Input<string>[],
  groupId: pulumi.Input<string>,
  listenerArn: pulumi.Input<string>,
): void {
  const api = new aws.apigatewayv2.Api("shop", { protocolType: "HTTP" });
  const link = new aws.apigatewayv2.VpcLink("shop", { subnetIds, securityGroupIds: [groupId] });
  const integration = new aws.apigatewayv2.Integration("shop", {
    apiId: api.id,
    integrationType: "HTTP_PROXY",
    integrationMethod: "ANY",
    integrationUri: listenerArn,
    connectionType: "VPC_LINK",
    connectionId: link.id,
  });
  const authorizer = new aws.apigatewayv2.Authorizer("shop", {
    apiId: api.id,
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { audiences: ["shop"], issuer: "https://id.example.com" },
  });
  new aws.apigatewayv2.Route("shop", {
    apiId: api.id,
    routeKey: "ANY /{proxy+}",
    authorizationType: "JWT",
    authorizerId: authorizer.id,
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
  const logs = new aws.cloudwatch.LogGroup("shop-api", { retentionInDays: 30 });
  new aws.apigatewayv2.Stage("shop", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    accessLogSettings: { destinationArn: logs.arn, format: "$context.requestId" },
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
  });
}
