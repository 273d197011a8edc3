import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicApplications as rule } from "./forbidPublicApplications.ts";

describe("forbid-public-applications", () => {
  const ingress = "networkConfiguration.ingressConfiguration.isPubliclyAccessible";
  testRule(rule, {
    compliant: { type: "aws:apprunner/service:Service", props: appRunner(false) },
    failing: {
      "a public address": [appRunner(true), ingress],
      "nothing said": [{ networkConfiguration: undefined }, ingress],
      "only the way out said": [
        { networkConfiguration: { egressConfiguration: { egressType: "VPC" } } },
        ingress,
      ],
    },
    undecided: { "whether it is public": appRunner(unknown) },
  });

  testRule(rule, {
    compliant: { type: "aws:mwaa/environment:Environment", props: {} },
    passing: { "a private web server": { webserverAccessMode: "PRIVATE_ONLY" } },
    failing: {
      "a public web server": [{ webserverAccessMode: "PUBLIC_ONLY" }, "webserverAccessMode"],
      "a web server that is public too": [
        { webserverAccessMode: "PUBLIC_AND_PRIVATE" },
        "webserverAccessMode",
      ],
    },
    undecided: { "its web server": { webserverAccessMode: unknown } },
  });

  testRule(rule, {
    compliant: { type: "aws:m2/environment:Environment", props: { publiclyAccessible: false } },
    passing: { "nothing said": { publiclyAccessible: undefined } },
    failing: { "a public address": [{ publiclyAccessible: true }, "publiclyAccessible"] },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ecs/expressGatewayService:ExpressGatewayService",
      props: { networkConfigurations: [{ subnets: ["subnet-1"], securityGroups: ["sg-1"] }] },
    },
    passing: {
      "subnets that are not known yet": { networkConfigurations: [{ subnets: unknown }] },
    },
    failing: {
      "the default VPC": [{ networkConfigurations: undefined }, "networkConfigurations.subnets"],
      "no subnets": [{ networkConfigurations: [{ subnets: [] }] }, "networkConfigurations.subnets"],
    },
  });
});

function appRunner(isPubliclyAccessible: unknown) {
  return { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible } } };
}
