import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, anywhere, everything, tcp, tcpFrom } from "../support/networks.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const shop = new ExportedStack({ project: "shop", stack: "prod", region: "eu-west-1" });
const network = addNetwork(shop, "shop", { mapPublicIpOnLaunch: false });
const privateSubnets = network.privateSubnets.map(({ id }) => id);
const cluster = shop.aws("ecs.Cluster", "shop");
const password = shop.aws("secretsmanager.Secret", "orders-db", {});
const parameter = shop.aws("ssm.Parameter", "orders-key", {
  name: "/shop/orders/key",
  type: "SecureString",
});
const orders = shop.aws("ec2.SecurityGroup", "orders", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const balancerGroup = shop.aws("ec2.SecurityGroup", "catalog-lb", {
  vpcId: network.vpc.id,
  ingress: [tcpFrom(443, orders)],
  egress: [],
});
const catalog = shop.aws("ec2.SecurityGroup", "catalog", {
  vpcId: network.vpc.id,
  ingress: [tcpFrom(8080, balancerGroup)],
  egress: [everything],
});
shop.aws("vpc.SecurityGroupEgressRule", "catalog-lb", {
  securityGroupId: balancerGroup.id,
  referencedSecurityGroupId: catalog.id,
  ipProtocol: "tcp",
  fromPort: 8080,
  toPort: 8080,
});
const balancer = shop.aws("lb.LoadBalancer", "catalog", {
  internal: true,
  securityGroups: [balancerGroup.id],
  subnets: privateSubnets,
});
const targets = shop.aws("lb.TargetGroup", "catalog", {
  port: 8080,
  protocol: "HTTP",
  targetType: "ip",
  vpcId: network.vpc.id,
});
shop.aws("lb.Listener", "catalog", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0b1c2d3e",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const zone = shop.aws("route53.Zone", "internal", {
  name: "shop.internal",
  vpcs: [{ vpcId: network.vpc.id }],
});
shop.aws("route53.Record", "catalog", {
  zoneId: zone.id,
  name: "catalog.shop.internal",
  type: "A",
  aliases: [
    {
      name: balancer.output("dnsName"),
      zoneId: balancer.output("zoneId"),
      evaluateTargetHealth: true,
    },
  ],
});
const here = { StringEquals: { "aws:SourceAccount": shop.account } };
for (const [name, service] of [
  ["orders", orders],
  ["catalog", catalog],
] as const) {
  const execution = addRole(
    shop,
    `${name}-start`,
    "ecs-tasks.amazonaws.com",
    ["service-role/AmazonECSTaskExecutionRolePolicy"],
    { condition: here },
  );
  if (name === "orders") {
    shop.aws("iam.RolePolicy", "orders-start", {
      role: execution.name,
      policy: policyText(
        allow("secretsmanager:GetSecretValue", password.arn),
        allow("ssm:GetParameters", parameter.arn),
      ),
    });
  }
  const task = shop.aws("ecs.TaskDefinition", name, {
    family: name,
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: execution.arn,
    containerDefinitions: JSON.stringify([
      {
        name,
        image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${name}:1`,
        portMappings: [{ containerPort: 8080 }],
        environment: [{ name: "CATALOG_URL", value: "https://catalog.shop.internal" }],
        ...(name === "orders" && {
          secrets: [
            { name: "DB_PASSWORD", valueFrom: `${password.arn}:password::` },
            { name: "SIGNING_KEY", valueFrom: parameter.arn },
          ],
        }),
      },
    ]),
  });
  const running = shop.aws("ecs.Service", name, {
    cluster: cluster.arn,
    desiredCount: 2,
    launchType: "FARGATE",
    taskDefinition: task.arn,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    networkConfiguration: { subnets: privateSubnets, securityGroups: [service.id] },
    ...(name === "catalog" && {
      loadBalancers: [{ targetGroupArn: targets.arn, containerName: name, containerPort: 8080 }],
    }),
  });
  const target = shop.aws("appautoscaling.Target", name, {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: `service/${cluster.name}/${running.name}`,
    minCapacity: 2,
    maxCapacity: 10,
    roleArn: `arn:aws:iam::${shop.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  });
  shop.aws("appautoscaling.Policy", name, {
    policyType: "TargetTrackingScaling",
    resourceId: target.id,
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      targetValue: 60,
    },
  });
  shop.aws("appautoscaling.ScheduledAction", name, {
    resourceId: target.id,
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
    schedule: "cron(0 6 * * ? *)",
    scalableTargetAction: { minCapacity: 4, maxCapacity: 10 },
  });
}

/** A service that calls another one by a private name, both scaled, with injected secrets. */
export const privateServices: CorpusState = {
  about: "two private services, one of which calls the other behind an internal load balancer",
  stack: shop,
};

const quick = new ExportedStack({ project: "quick", region: "us-east-1" });
const open = addNetwork(quick, "quick");
const publicSubnets = open.publicSubnets.map(({ id }) => id);
const services = quick.aws("ecs.Cluster", "quick");
const token = quick.aws("secretsmanager.Secret", "token", {});
quick.aws("secretsmanager.SecretPolicy", "token", {
  secretArn: token.arn,
  policy: policyText({
    Effect: "Allow",
    Principal: "*",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  }),
});
const names = quick.aws("servicediscovery.PublicDnsNamespace", "quick", { name: "quick.example" });
const registry = quick.aws("servicediscovery.Service", "api", {
  name: "api",
  namespaceId: names.id,
  dnsConfig: { namespaceId: names.id, dnsRecords: [{ ttl: 10, type: "A" }] },
});
const api = quick.aws("ec2.SecurityGroup", "api", {
  vpcId: open.vpc.id,
  ingress: [tcp(8080, anywhere)],
  egress: [everything],
});
const startRole = addRole(quick, "api-start", "ecs-tasks.amazonaws.com", [
  "service-role/AmazonECSTaskExecutionRolePolicy",
]);
quick.aws("iam.RolePolicy", "api-start", {
  role: startRole.name,
  policy: policyText(allow(["secretsmanager:GetSecretValue", "ssm:GetParameters"], "*")),
});
const apiTask = quick.aws("ecs.TaskDefinition", "api", {
  family: "api",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: startRole.arn,
  containerDefinitions: JSON.stringify([
    {
      name: "api",
      image: "api:1",
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: "DB_PASSWORD", value: "correct-horse-battery-9" }],
      secrets: [{ name: "TOKEN", valueFrom: token.arn }],
    },
  ]),
});
const running = quick.aws("ecs.Service", "api", {
  cluster: services.arn,
  desiredCount: 1,
  launchType: "FARGATE",
  taskDefinition: apiTask.arn,
  networkConfiguration: {
    assignPublicIp: true,
    subnets: publicSubnets,
    securityGroups: [api.id],
  },
  serviceRegistries: { registryArn: registry.arn },
});
const scalingRole = addRole(quick, "scaling", "application-autoscaling.amazonaws.com");
quick.aws("iam.RolePolicy", "scaling", {
  role: scalingRole.name,
  policy: policyText(
    allow(["ecs:DescribeServices", "ecs:UpdateService"], "*"),
    allow(["cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"], "*"),
  ),
});
quick.aws("appautoscaling.Target", "api", {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: `service/${services.name}/${running.name}`,
  minCapacity: 1,
  maxCapacity: 100,
  roleArn: scalingRole.arn,
});

/** Quick starts that find their service by a public name, and read all of the account's secrets. */
export const quickService: CorpusState = {
  about: "a scaled service with a public address and name, a plain password and a shared secret",
  stack: quick,
  mandatory: {
    "forbid-public-subnet-addresses quick-public-1": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses quick-public-2": "mapPublicIpOnLaunch",
    "forbid-internet-ingress api": "port 8080 is open to 0.0.0.0/0",
    "forbid-public-addresses api": "assignPublicIp",
    "require-private-subnets api": "its subnets have a route to the internet gateway",
    "forbid-paths-from-internet api": "public address, open group, public subnet",
    "forbid-public-server-names quick": "Cloud Map publishes the tasks' addresses",
    "forbid-public-policies token": "anyone may read the secret",
    "forbid-plain-secrets api": "DB_PASSWORD is in plain text",
    "forbid-broad-resources api-start": "every secret and parameter of the account",
    "forbid-broad-resources scaling": "ecs:UpdateService and cloudwatch:PutMetricAlarm on *",
  },
  advisory: {
    "require-source-of-service-trust api-start": "ECS sends aws:SourceAccount, and nothing asks",
  },
};
