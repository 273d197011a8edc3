import { ExportedStack } from "../support/exportedStack.ts";
import { addNetwork, anywhere, everything, tcp, tcpFrom } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

/** A public load balancer for TLS that leads to private servers, with a web ACL or without. */
function site(project: string, isGuarded: boolean): ExportedStack {
  const stack = new ExportedStack({ project, stack: "prod" });
  const { vpc, publicSubnets, privateSubnets } = addNetwork(stack, "site", {
    mapPublicIpOnLaunch: false,
  });
  const door = stack.aws("ec2.SecurityGroup", "alb", {
    vpcId: vpc.id,
    ingress: [tcp(80, anywhere), tcp(443, anywhere)],
    egress: [everything],
  });
  const app = stack.aws("ec2.SecurityGroup", "app", {
    vpcId: vpc.id,
    ingress: [tcpFrom(8080, door)],
    egress: [everything],
  });
  const balancer = stack.aws("lb.LoadBalancer", "alb", {
    subnets: publicSubnets.map(({ id }) => id),
    securityGroups: [door.id],
  });
  const targets = stack.aws("lb.TargetGroup", "app", {
    vpcId: vpc.id,
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
  });
  stack.aws("lb.Listener", "http", {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
    ],
  });
  stack.aws("lb.Listener", "https", {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c",
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  if (isGuarded) {
    const acl = stack.aws("wafv2.WebAcl", "alb", {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
    });
    stack.aws("wafv2.WebAclAssociation", "alb", {
      resourceArn: balancer.arn,
      webAclArn: acl.arn,
    });
  }
  const cluster = stack.aws("ecs.Cluster", "app");
  stack.aws("ecs.Service", "app", {
    cluster: cluster.arn,
    launchType: "FARGATE",
    networkConfiguration: {
      subnets: privateSubnets.map(({ id }) => id),
      securityGroups: [app.id],
    },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "app", containerPort: 8080 }],
  });
  return stack;
}

/** As the modules alb and ecs of terraform-aws-modules: public by design, and guarded. */
export const guardedEdge: CorpusState = {
  about: "private servers behind a public load balancer with TLS and a web ACL, by design",
  stack: site("guarded-edge", true),
  preset: "public-edge",
};

export const openEdge: CorpusState = {
  about: "the same without a web ACL",
  stack: site("open-edge", false),
  preset: "public-edge",
  mandatory: { "require-guarded-load-balancers alb": "no web ACL" },
};

export const unwantedEdge: CorpusState = {
  about: "the same for a team whose servers only an API may reach",
  stack: site("unwanted-edge", true),
  mandatory: {
    "forbid-internet-facing-load-balancers alb": "internal is not set",
    "forbid-internet-ingress alb": "ports 80 and 443 are open to 0.0.0.0/0",
    "forbid-paths-from-internet app": "an internet-facing load balancer leads to it",
  },
};
