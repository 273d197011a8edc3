import { parseJson } from "../model/json.ts";
import { isOneOf, isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { defaultNetwork, networkTypes } from "./support/defaultNetworks.ts";

/** The property that assigns a public address, by type. */
const flags: Readonly<Record<string, string>> = {
  "aws:ec2/instance:Instance": "associatePublicIpAddress",
  "aws:ec2/launchTemplate:LaunchTemplate": "networkInterfaces.associatePublicIpAddress",
  "aws:ec2/launchConfiguration:LaunchConfiguration": "associatePublicIpAddress",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": "associatePublicIpAddress",
  "aws:ec2/spotFleetRequest:SpotFleetRequest": "launchSpecifications.associatePublicIpAddress",
  "aws:ecs/service:Service": "networkConfiguration.assignPublicIp",
  "aws:ecs/taskSet:TaskSet": "networkConfiguration.assignPublicIp",
  "aws:cloudwatch/eventTarget:EventTarget": "ecsTarget.networkConfiguration.assignPublicIp",
  "aws:scheduler/schedule:Schedule": "target.ecsParameters.networkConfiguration.assignPublicIp",
  "aws:pipes/pipe:Pipe":
    "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": "createPublicIp",
  "aws:workspaces/directory:Directory": "workspaceCreationProperties.enableInternetAccess",
  "aws:appstream/fleet:Fleet": "enableDefaultInternetAccess",
  "aws:appstream/imageBuilder:ImageBuilder": "enableDefaultInternetAccess",
};

/** Types that start servers by a definition, which may contain the same flag. */
const definitions: Readonly<Record<string, readonly string[]>> = {
  "aws:sfn/stateMachine:StateMachine": ["definition"],
  "aws:batch/jobDefinition:JobDefinition": [
    "containerProperties",
    "ecsProperties",
    "nodeProperties",
  ],
  // The input may be a request to any API.
  "aws:scheduler/schedule:Schedule": ["target.input"],
  "aws:ssm/document:Document": ["content"],
};

/** No EC2 instance, ECS task or desktop gets a public address at start. */
export const forbidPublicAddresses: ResourceRule = {
  name: "forbid-public-addresses",
  description: "Servers have no public IP address.",
  why: "A server with a public address can be reached as soon as one security group or network ACL is too wide.",
  fix: "Set the property to false and use a private subnet; API Gateway reaches the server through the VPC.",
  equivalents: [
    "CKV_AWS_88",
    "CKV_AWS_333",
    "CKV_AWS_389",
    "ec2-instance-no-public-ip",
    "ec2-launch-template-public-ip-disabled",
    "autoscaling-launch-config-public-ip-disabled",
  ],
  types: [...new Set([...Object.keys(flags), ...Object.keys(definitions), ...networkTypes])],

  *check(server): Iterable<Finding> {
    yield* givenByDefinition(server);
    yield* defaultNetwork(server);
    const flag = flags[server.type];
    if (flag === undefined) return;
    for (const { path, value } of server.valuesAt(flag)) {
      // EventBridge Pipes uses the values of the ECS API.
      if (isTrue(value) || isOneOf(value, ["ENABLED"])) {
        yield { exposed, property: path, value };
      }
    }
    const carrier = "networkInterfaces.associateCarrierIpAddress";
    for (const { path, value } of server.type === template ? server.valuesAt(carrier) : []) {
      if (isTrue(value)) yield { exposed, property: path, value };
    }
  },
};

const exposed = "Servers get a public address";
const template = "aws:ec2/launchTemplate:LaunchTemplate";

function* givenByDefinition(starter: ResourceView): Iterable<Finding> {
  for (const property of definitions[starter.type] ?? []) {
    // In a preview, most definitions are unknown because they contain ARNs. They are skipped
    // without a notice.
    for (const value of starter.hintsAt(property)) {
      const flag = publicAddressFlag(value);
      if (flag) yield { exposed, property: `${property}.${flag}`, value: "ENABLED" };
    }
  }
}

/** Parameters of the ECS and EC2 APIs that assign public addresses. */
const wordsOfApis = ["assignPublicIp", "associatePublicIpAddress"];
/** The same parameters in an expression, or in text other than JSON. */
const inText = new RegExp(
  `["']?(${wordsOfApis.join("|")})["']?\\s*:\\s*["']?(enabled|true)\\b`,
  "i",
);

/**
 * The flag by which a definition starts servers with public addresses, as written. A definition is
 * an object, YAML, or JSON, which may contain JSON and expressions again.
 */
function publicAddressFlag(definition: unknown): string | undefined {
  if (typeof definition === "string") return flagInText(definition);
  if (typeof definition !== "object" || definition === null) return undefined;
  for (const [key, value] of Object.entries(definition)) {
    if (isOneOf(key, wordsOfApis) && (isTrue(value) || isOneOf(value, ["ENABLED"]))) return key;
    const flag = publicAddressFlag(value);
    if (flag !== undefined) return flag;
  }
  return undefined;
}

function flagInText(text: string): string | undefined {
  // Most texts in a definition are not definitions themselves.
  const parsed = /^\s*[[{"]/.test(text) ? parseJson(text) : undefined;
  return parsed === undefined ? inText.exec(text)?.[1] : publicAddressFlag(parsed);
}
