import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicBeanstalkEnvironments as rule } from "./forbidPublicBeanstalkEnvironments.ts";

const ofVpc = (name: string, value: unknown) => ({ namespace: "aws:ec2:vpc", name, value });
const subnets = ofVpc("Subnets", unknown);
const internal = ofVpc("ELBScheme", "internal");
const single = {
  namespace: "aws:elasticbeanstalk:environment",
  name: "EnvironmentType",
  value: "SingleInstance",
};

testRule(rule, "aws:elasticbeanstalk/environment:Environment", {
  compliant: { application: "web", settings: [subnets, internal] },
  passing: {
    "no addresses": { settings: [subnets, internal, ofVpc("AssociatePublicIpAddress", "false")] },
    "a worker": { settings: [subnets], tier: "Worker" },
    "a worker of one instance": { settings: [subnets, single], tier: "Worker" },
    "a template, which is judged by itself": { settings: undefined, templateName: "web" },
    "a setting of another namespace": {
      settings: [subnets, internal, { ...ofVpc("ELBScheme", "public"), namespace: "other" }],
    },
  },
  failing: {
    "addresses for servers": [
      { settings: [subnets, internal, ofVpc("AssociatePublicIpAddress", "true")] },
      "settings[2].value",
    ],
    "a public load balancer": [
      { settings: [subnets, ofVpc("ELBScheme", "public")] },
      "settings[1].value",
    ],
    "a load balancer without a scheme": [{ settings: [subnets] }, "settings"],
    "one instance": [{ settings: [subnets, single] }, "settings[1].value"],
    "one instance beside a template": [
      { templateName: unknown, settings: [single] },
      "settings[0].value",
    ],
    "the default VPC": [{ settings: [internal] }, "settings"],
    "no value": { settings: undefined },
    "addresses for servers beside a template": [
      { templateName: unknown, settings: [ofVpc("AssociatePublicIpAddress", "true")] },
      "settings[0].value",
    ],
  },
  undecided: { "its settings": { settings: unknown } },
});

testRule(rule, "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate", {
  compliant: { settings: [subnets, internal] },
  failing: { "a public load balancer": [{ settings: [subnets] }, "settings"] },
});
