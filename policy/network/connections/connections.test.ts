import assert from "node:assert/strict";
import { ResourceView } from "../../model/resourceView.ts";
import { StackView } from "../../model/stackView.ts";
import { aws, type Declared, subjectOf } from "../../testing/judge.ts";
import { changedStack, type StackChange } from "../../testing/stackTable.ts";
import { readNetwork } from "../network.ts";
import { deployed, ref } from "../testing/declared.ts";
import { connection, connectionToService, type End, endOf, type Verdict } from "./index.ts";
import { entries, entry, privateStack, tcp } from "./testing/privateStack.ts";

/** The verdict on each connection of a stack. */
type Question = "function>balancer" | "link>balancer" | "balancer>task" | `task>${string}`;

function ask(stack: readonly Declared[], question: Question): Verdict {
  const resources = deployed(stack);
  const view = new StackView(resources.map((one) => new ResourceView(subjectOf(one, resources))));
  const network = view.derived(readNetwork);
  const end = (name: string): End =>
    endOf(
      network,
      view.resources.find((one) => one.name === name)!,
    )!;
  const [from, to] = question.split(">") as [string, string];
  const ends = { function: "function", link: "link", balancer: "balancer", task: "service" };
  const source = end(ends[from as keyof typeof ends]);
  if (from === "task")
    return connectionToService(view, network, source, { name: to, lists: ["pl-1"] });
  const port = to === "task" ? 8080 : 80;
  return connection(source, end(ends[to as keyof typeof ends]), port);
}

const verdicts = (change: StackChange, question: Question): Verdict =>
  ask(changedStack(privateStack, change) as Declared[], question);

const withoutEgress = (service: object) => ({
  "task-to-https": null,
  add: [
    aws("vpc.SecurityGroupEgressRule", "task-out", { securityGroupId: ref("task-sg"), ...service }),
  ],
});

describe("connections inside a network", () => {
  const open: readonly Question[] = [
    "function>balancer",
    "link>balancer",
    "balancer>task",
    "task>kms",
    "task>s3",
    "task>cognito-idp",
  ];
  for (const question of open) {
    it(`are carried: ${question}`, () => {
      assert.deepEqual(verdicts({}, question), { carries: true, reason: "" });
    });
  }

  /** Changes that close a connection, with the reason. */
  const closed: Readonly<Record<string, readonly [StackChange, Question, RegExp]>> = {
    "without the rule out of the function's group": [
      { "function-sg-to-balancer-sg": null },
      "function>balancer",
      /^security group "function-sg" \(function-sg-id\) has no egress rule for tcp\/80 to security group "balancer-sg" \(balancer-sg-id\)\. Add one$/,
    ],
    "without the rule into the balancer's group": [
      { "balancer-sg-from-function-sg": null },
      "function>balancer",
      /^security group "balancer-sg" .* has no ingress rule for tcp\/80 from security group "function-sg"/,
    ],
    "with a rule of another port": [
      { "balancer-sg-from-function-sg": { fromPort: 81, toPort: 81 } },
      "function>balancer",
      /no ingress rule for tcp\/80/,
    ],
    "without the rule out of the link's group": [
      { "link-sg-to-balancer-sg": null },
      "link>balancer",
      /"link-sg" .* has no egress rule/,
    ],
    "without the rule into the link's balancer": [
      { "balancer-sg-from-link-sg": null },
      "link>balancer",
      /"balancer-sg" .* has no ingress rule .* from security group "link-sg"/,
    ],
    "without the rule out of the balancer's group": [
      { "balancer-sg-to-task-sg": null },
      "balancer>task",
      /"balancer-sg" .* has no egress rule for tcp\/8080/,
    ],
    "without the rule into the tasks' group": [
      { "task-sg-from-balancer-sg": null },
      "balancer>task",
      /"task-sg" .* has no ingress rule for tcp\/8080/,
    ],
    "without the ACL entry for the VPC": [
      { "private-acl": { ingress: [entries.responses] } },
      "function>balancer",
      /^network ACL "private-acl" .* of subnet "private-2" \(us-east-1b\) does not allow tcp\/80 from subnet "private-1" \(us-east-1a\)\. Add an ingress entry \(from .*; other zones work\)$/,
    ],
    "without the ACL entry out": [
      { "private-acl": { egress: [] } },
      "balancer>task",
      /does not allow tcp\/8080 to subnet "private-2".* Add an egress entry/,
    ],
    "with an ACL entry that denies a part of the ports of responses": [
      {
        "private-acl": {
          egress: [
            {
              ...entry(50, "10.0.0.0/8"),
              action: "deny",
              protocol: "tcp",
              fromPort: 40_000,
              toPort: 40_010,
            },
            entries.out,
          ],
        },
      },
      "function>balancer",
      /does not allow tcp\/1024-65535, the ports of responses, to subnet "private-1"/,
    ],
    "without all rules of the tasks' way out": [
      { "task-to-https": null },
      "task>s3",
      /"task-sg" .* has no egress rule for tcp\/443 to s3's addresses/,
    ],
    "with a way out to few addresses": [
      withoutEgress({ ...tcp(443), cidrIpv4: "203.0.113.0/24" }),
      "task>cognito-idp",
      /has no egress rule for tcp\/443 to cognito-idp/,
    ],
    "without the rule into the endpoints' group": [
      { "endpoints-sg": { ingress: [] } },
      "task>kms",
      /"endpoints-sg" .* has no ingress rule for tcp\/443 from security group "task-sg"/,
    ],
    "without the route to the NAT gateway": [
      { "private-2-out": null },
      "task>cognito-idp",
      /^route table private-2-table-id of subnet "private-2" \(us-east-1b\) has no route to cognito-idp\. Add a route for 0\.0\.0\.0\/0 to a NAT gateway, or a VPC endpoint for cognito-idp$/,
    ],
    "without the route table of a subnet": [
      { "private-1-association": null },
      "task>cognito-idp",
      /^the main route table of vpc "main", used by subnet "private-1" .* has no route/,
    ],
    "without the endpoint's route and the NAT gateway's": [
      { "s3-endpoint": { routeTableIds: [] }, "private-1-out": null },
      "task>s3",
      /has no route to s3/,
    ],
    "without the route to the internet gateway": [
      { "nat-out": null },
      "task>cognito-idp",
      /^route table nat-table-id of subnet "nat-subnet" has no route to the internet/,
    ],
    "without the attachment of the internet gateway": [
      { gateway: { vpcId: undefined } },
      "task>cognito-idp",
      /gateway/,
    ],
    "with a route to the internet gateway in place of the NAT gateway": [
      { "private-1-out": { natGatewayId: undefined, gatewayId: ref("gateway") } },
      "task>cognito-idp",
      /leads to an internet gateway, which carries only public addresses/,
    ],
    "without the ACL entry of the NAT gateway's subnet": [
      { "nat-acl": { ingress: [entries.responses] } },
      "task>cognito-idp",
      /network ACL "nat-acl" .* does not allow tcp\/443 from subnet "private-1"/,
    ],
    "without the ACL entry for responses to the NAT gateway": [
      { "nat-acl": { ingress: [entries.inside] } },
      "task>cognito-idp",
      /"nat-acl" .* does not allow tcp\/1024-65535, the ports of responses, from the internet/,
    ],
    "without the ACL entry for responses to the tasks": [
      { "private-acl": { ingress: [entries.inside] } },
      "task>s3",
      /"private-acl" .* does not allow tcp\/32768-60999, the ports of responses, from s3's addresses/,
    ],
  };
  for (const [what, [change, question, reason]] of Object.entries(closed)) {
    it(`are not carried: ${question} ${what}`, () => {
      const { carries, reason: given } = verdicts(change, question);

      assert.equal(carries, false, given);
      assert.match(given, reason);
    });
  }

  const stillOpen: Readonly<Record<string, readonly [StackChange, Question]>> = {
    "rules by the subnets' ranges": [
      {
        "balancer-sg-from-function-sg": {
          referencedSecurityGroupId: undefined,
          cidrIpv4: "10.0.0.0/20",
        },
        "function-sg-to-balancer-sg": {
          referencedSecurityGroupId: undefined,
          cidrIpv4: "10.0.0.0/16",
        },
      },
      "function>balancer",
    ],
    "responses of stateful groups without a rule": [{ "task-to-https": null }, "balancer>task"],
    "a way out to the service's prefix list": [
      withoutEgress({ ...tcp(443), prefixListId: "pl-1" }),
      "task>s3",
    ],
    "the NAT gateway in place of the endpoint": [{ "s3-endpoint": null }, "task>s3"],
    "the gateway endpoint without the NAT gateway": [{ "private-1-out": null }, "task>s3"],
    "the interface endpoint without the NAT gateway": [
      { "private-1-out": null, "private-2-out": null },
      "task>kms",
    ],
    "the NAT gateway in place of an endpoint without private names": [
      { "kms-endpoint": { privateDnsEnabled: false } },
      "task>kms",
    ],
  };
  for (const [what, [change, question]] of Object.entries(stillOpen)) {
    it(`are carried: ${question} with ${what}`, () => {
      assert.deepEqual(verdicts(change, question), { carries: true, reason: "" });
    });
  }

  const undecided: Readonly<Record<string, readonly [StackChange, Question, RegExp]>> = {
    "subnets of another stack": [
      {
        function: {
          vpcConfig: { subnetIds: ["subnet-9"], securityGroupIds: [ref("function-sg")] },
        },
      },
      "function>balancer",
      /whether both are in one VPC/,
    ],
    "a group of another stack": [
      {
        function: { vpcConfig: { subnetIds: [ref("private-1")], securityGroupIds: ["sg-9"] } },
        "balancer-sg-from-function-sg": { referencedSecurityGroupId: "sg-9" },
      },
      "function>balancer",
      /what security group sg-9 allows/,
    ],
    "a NAT gateway of another stack": [
      {
        nat: null,
        "private-1-out": { natGatewayId: "nat-9" },
        "private-2-out": { natGatewayId: "nat-9" },
      },
      "task>cognito-idp",
      /NAT gateway/,
    ],
    "a route to an appliance": [
      { "private-1-out": { natGatewayId: undefined, networkInterfaceId: "eni-1" } },
      "task>cognito-idp",
      /what a route of subnet "private-1"/,
    ],
  };
  for (const [what, [change, question, reason]] of Object.entries(undecided)) {
    it(`are undecided: ${question} with ${what}`, () => {
      const { carries, reason: given } = verdicts(change, question);

      assert.equal(carries, undefined, given);
      assert.match(given, reason);
    });
  }
});
