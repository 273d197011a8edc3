import { ExportedStack } from "../support/exportedStack.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "controllers", stack: "prod", region: "eu-west-1" });
const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

/** A role for a service account of the cluster. */
function addServiceAccount(name: string, account: string, ...statements: object[]): void {
  const role = stack.aws("iam.Role", name, {
    assumeRolePolicy: policyText({
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: `system:serviceaccount:${account}`,
          [`${issuer}:aud`]: "sts.amazonaws.com",
        },
      },
    }),
  });
  const policy = stack.aws("iam.Policy", name, { policy: policyText(...statements) });
  stack.aws("iam.RolePolicyAttachment", name, { role: role.name, policyArn: policy.arn });
}

const tagged = (condition: object, action: string[], resource: string): object => ({
  ...allow(action, resource),
  Condition: condition,
});

addServiceAccount(
  "autoscaler",
  "kube-system:cluster-autoscaler",
  allow(["autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstanceTypes"], "*"),
  tagged(
    { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true" } },
    ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
    "*",
  ),
);
addServiceAccount(
  "load-balancers",
  "kube-system:aws-load-balancer-controller",
  allow(
    ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "elasticloadbalancing:DescribeLoadBalancers"],
    "*",
  ),
  tagged(
    { Null: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "false" } },
    ["ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup"],
    "*",
  ),
  tagged(
    { Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "false" } },
    ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
    "*",
  ),
);
addServiceAccount(
  "cert-manager",
  "cert-manager:cert-manager",
  allow("route53:GetChange", "arn:aws:route53:::change/*"),
  allow(
    ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
    "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
  ),
  allow("route53:ListHostedZonesByName", "*"),
);
addServiceAccount(
  "secrets",
  "external-secrets:external-secrets",
  allow(
    ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/*",
  ),
);

/** The policies in the installation guides of these controllers: nothing is too broad. */
export const clusterControllers: CorpusState = {
  about: "roles of a cluster's controllers, with conditions on tags and service accounts",
  stack,
};
