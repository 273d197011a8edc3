import assert from "node:assert/strict";
import { configureRules } from "../config/packConfig.ts";
import { Judge } from "../judge.ts";
import { counts } from "../judgement.ts";
import { rules } from "../private-servers/index.ts";
import { aws, type Declared, subjectOf } from "../testing/judge.ts";
import { changedStack, type StackChange } from "../testing/stackTable.ts";
import { deployed, ref } from "./testing/declared.ts";
import { behindBalancer, https } from "./testing/openStack.ts";

/** A team's public load balancer with a private service behind it: TLS and a web ACL. */
const edge: readonly Declared[] = [
  ...behindBalancer,
  aws("wafv2.WebAclAssociation", "waf", { resourceArn: ref("edge", "arn") }),
];

function found(preset: "private" | "public-edge", change: StackChange = {}): string[] {
  const judge = new Judge(configureRules(rules, { preset }));
  const stack = deployed(changedStack(edge, change));
  const subjects = stack.map((resource) => subjectOf(resource, stack));
  const outcomes = [
    ...subjects.flatMap((subject) => judge.resource(subject)),
    ...judge.stack(subjects),
  ];
  return outcomes.flatMap(({ rule, judgements }) =>
    judgements
      .filter(counts)
      .map(({ finding }) => `${rule.name} ${finding.urn.split("::").at(-1)!}`),
  );
}

/** What the presets mean: docs/policies.md, "Presets". */
describe("the preset public-edge", () => {
  it("allows a guarded load balancer, which the preset private finds", () => {
    assert.deepEqual(found("public-edge", { "web-sg": null }), []);
    assert.deepEqual(found("private", { "web-sg": null }).toSorted(), [
      "forbid-internet-facing-load-balancers edge",
      "forbid-internet-ingress edge-sg",
      "forbid-paths-from-internet service",
    ]);
  });

  it("still finds servers with a public address, other ports, and no web ACL", () => {
    const open = https({ cidrBlocks: ["0.0.0.0/0"] });
    assert.deepEqual(
      found("public-edge", {
        "web-sg": null,
        waf: null,
        "service-sg": { ingress: [open] },
        service: {
          networkConfiguration: {
            subnets: [ref("public-1")],
            securityGroups: [ref("service-sg")],
            assignPublicIp: true,
          },
        },
      }).toSorted(),
      [
        "forbid-paths-from-internet service",
        "forbid-public-addresses service",
        "require-guarded-load-balancers edge",
        "require-private-subnets service",
      ],
    );
    assert.deepEqual(
      found("public-edge", {
        "web-sg": null,
        "edge-sg": { ingress: [{ ...open, fromPort: 0, toPort: 65_535 }] },
      }),
      ["forbid-internet-ingress edge-sg"],
    );
  });
});
