import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, everything, tcpFrom } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "shop", stack: "prod", region: "eu-central-1" });
const network = addNetwork(stack, "shop", { mapPublicIpOnLaunch: false });
const subnets = network.privateSubnets.map(({ id }) => id);
const link = stack.aws("ec2.SecurityGroup", "link", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const door = stack.aws("ec2.SecurityGroup", "balancer", {
  vpcId: network.vpc.id,
  ingress: [tcpFrom(443, link)],
  egress: [everything],
});
const app = stack.aws("ec2.SecurityGroup", "app", {
  vpcId: network.vpc.id,
  ingress: [tcpFrom(8080, door)],
  egress: [everything],
});
const balancer = stack.aws("lb.LoadBalancer", "shop", {
  internal: true,
  subnets,
  securityGroups: [door.id],
});
const targets = stack.aws("lb.TargetGroup", "shop", {
  vpcId: network.vpc.id,
  port: 8080,
  protocol: "HTTP",
  targetType: "ip",
});
const listener = stack.aws("lb.Listener", "shop", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const cluster = stack.aws("ecs.Cluster", "shop");
const logs = stack.aws("cloudwatch.LogGroup", "shop", {
  retentionInDays: 30,
  kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
});
const execution = addRole(
  stack,
  "execution",
  "ecs-tasks.amazonaws.com",
  ["service-role/AmazonECSTaskExecutionRolePolicy"],
  { condition: { ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:111122223333:*" } } },
);
const task = stack.aws("ecs.TaskDefinition", "shop", {
  family: "shop",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: execution.arn,
  containerDefinitions: JSON.stringify([
    {
      name: "shop",
      image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1",
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: "NODE_ENV", value: "production" }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.name } },
    },
  ]),
});
stack.aws("ecs.Service", "shop", {
  cluster: cluster.arn,
  launchType: "FARGATE",
  taskDefinition: task.arn,
  networkConfiguration: { subnets, securityGroups: [app.id], assignPublicIp: false },
  loadBalancers: [{ targetGroupArn: targets.arn, containerName: "shop", containerPort: 8080 }],
});
const api = stack.aws("apigatewayv2.Api", "shop", { protocolType: "HTTP" });
const vpcLink = stack.aws("apigatewayv2.VpcLink", "shop", {
  name: "shop",
  subnetIds: subnets,
  securityGroupIds: [link.id],
});
const integration = stack.aws("apigatewayv2.Integration", "shop", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  integrationUri: listener.arn,
  connectionType: "VPC_LINK",
  connectionId: vpcLink.id,
  tlsConfig: { serverNameToVerify: "shop.example.com" },
});
const authorizer = stack.aws("apigatewayv2.Authorizer", "shop", {
  apiId: api.id,
  name: "shop",
  authorizerType: "JWT",
  identitySources: ["$request.header.Authorization"],
  jwtConfiguration: { audiences: ["shop"], issuer: "https://id.example.com" },
});
const route = (name: string, routeKey: string, more: object) =>
  stack.aws("apigatewayv2.Route", name, {
    apiId: api.id,
    routeKey,
    target: `integrations/${integration.id}`,
    ...more,
  });
route("all", "ANY /{proxy+}", { authorizationType: "JWT", authorizerId: authorizer.id });
route("preflight", "OPTIONS /{proxy+}", { authorizationType: "NONE" });
stack.aws("apigatewayv2.Stage", "shop", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  accessLogSettings: { destinationArn: logs.arn, format: "$context.requestId" },
  defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
});

/** As AWS's guides on private integrations of HTTP APIs: only the API reaches the service. */
export const guardedApi: CorpusState = {
  about: "a private service behind an HTTP API with tokens, and open preflights",
  stack,
};
