import { knownCopy, notKnown } from "../model/knownCopy.ts";
import { isOneOf, isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Settings by name; a later one overrides an earlier one, as in the provider. */
type Settings = ReadonlyMap<string, { readonly path: string; readonly value: string }>;

/**
 * Elastic Beanstalk starts servers without a public address, behind an internal load balancer.
 * Settings in a template are checked there, not in the environment.
 *
 * Source: Elastic Beanstalk Developer Guide, "General options for all environments", `aws:ec2:vpc`, and
 * "Environment types": the instance of a single-instance environment has an Elastic IP address.
 */
export const forbidPublicBeanstalkEnvironments: ResourceRule = {
  name: "forbid-public-beanstalk-environments",
  description: "Elastic Beanstalk environments are in a VPC, with an internal load balancer.",
  why: "By default, an environment has a public load balancer and public addresses.",
  fix: 'In the namespace "aws:ec2:vpc", set Subnets to private subnets, ELBScheme to "internal" and AssociatePublicIpAddress to "false"; remove the EnvironmentType "SingleInstance".',
  equivalents: [],
  types: [
    "aws:elasticbeanstalk/environment:Environment",
    "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate",
  ],
  excuses: ["tier"],

  *check(environment): Iterable<Finding> {
    const areKnown = ["settings", "settings.namespace", "settings.name"].every((path) =>
      environment.isKnown(path),
    );
    if (!areKnown || environment.isSet("templateName")) {
      // Report only certain cases.
      yield* publicAddresses(environment, settingsOf(environment));
      return;
    }
    const settings = settingsOf(environment);
    yield* publicAddresses(environment, settings);
    if (!settings.has("Subnets")) {
      const exposed = "Without subnets, the environment starts in the default VPC, on the internet";
      yield { exposed, property: "settings", value: [...settings.keys()] };
    } else if (isBalanced(environment, settings) && !settings.has("ELBScheme")) {
      const exposed = "The environment's load balancer accepts connections from the internet";
      yield { exposed, property: "settings", value: [...settings.keys()] };
    }
  },
};

function* publicAddresses(environment: ResourceView, settings: Settings): Iterable<Finding> {
  const type = settings.get("EnvironmentType");
  if (type && isWebServer(environment) && isSingle(settings)) {
    const exposed = "The only server of the environment gets an Elastic IP address";
    yield { exposed, property: type.path, value: type.value };
  }
  const address = settings.get("AssociatePublicIpAddress");
  if (address && isTrue(address.value)) {
    const exposed = "The servers of the environment get public addresses";
    yield { exposed, property: address.path, value: address.value };
  }
  const scheme = settings.get("ELBScheme");
  if (scheme && !["internal", notKnown].includes(scheme.value)) {
    const exposed = "The environment's load balancer accepts connections from the internet";
    yield { exposed, property: scheme.path, value: scheme.value };
  }
}

function settingsOf(environment: ResourceView): Settings {
  const read = environment.valuesAt("settings").map(({ path, value }) => {
    const { namespace, name, value: setting } = knownCopy(value) as Record<string, unknown>;
    const isOurs = namespace === "aws:ec2:vpc" || name === "EnvironmentType";
    return [isOurs ? String(name) : "", { path: `${path}.value`, value: String(setting) }] as const;
  });
  return new Map(read.filter(([name]) => name !== ""));
}

/** Workers and single-instance environments have no load balancer. */
const isBalanced = (environment: ResourceView, settings: Settings): boolean =>
  isWebServer(environment) && !isSingle(settings);

const isWebServer = (environment: ResourceView): boolean =>
  environment.valueAt("tier", "WebServer") !== "Worker";

const isSingle = (settings: Settings): boolean =>
  isOneOf(settings.get("EnvironmentType")?.value, ["SingleInstance"]);
