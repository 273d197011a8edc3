import { isIPv4, isIPv6 } from "node:net";
import { idPrefixOf, isArn, isId } from "./arn.ts";

/** A format that a string must have. */
interface Format {
  readonly matches: (value: string) => boolean;
  /** Follows "must be", such as `a log group's name`. */
  readonly description: string;
}

const partition = "arn:aws[a-zA-Z-]*";
const pattern = (source: string, description: string): Format => {
  const expression = new RegExp(`^${source}$`);
  return { matches: (value) => expression.test(value), description };
};

/** Formats by their names in cfn-lint's schemas. */
const formats: Readonly<Record<string, Format>> = {
  arn: {
    // Terraform's provider, which Pulumi's is built on, treats an empty ARN as unset.
    matches: (value) => value === "" || isArn(value),
    description: 'an ARN such as "arn:aws:sns:us-east-1:123456789012:name"',
  },
  ipv4: { matches: isIPv4, description: 'an IPv4 address such as "192.0.2.1"' },
  ipv6: { matches: isIPv6, description: 'an IPv6 address such as "2001:db8::1"' },
  "ipv4-network": {
    matches: isIpv4Network,
    description: 'an IPv4 network such as "10.0.0.0/16", with zeros after the prefix',
  },
  "ipv6-network": {
    matches: (value) => {
      const [address = "", bits = ""] = value.split("/");
      return isIPv6(address) && /^\d+$/.test(bits) && Number(bits) <= 128;
    },
    description: 'an IPv6 network such as "2001:db8::/56"',
  },
  "AWS::ACM::Certificate.Arn": pattern(
    `${partition}:acm:[a-z0-9-]+:\\d{12}:certificate/.+`,
    "the ARN of an ACM certificate",
  ),
  "AWS::EC2::SecurityGroup.Name": pattern(
    "(?!sg-)[a-zA-Z0-9 ._\\-:/()#,@[\\]+=&;{}!$*]{1,255}",
    "a security group's name",
  ),
  "AWS::IAM::Role.Arn": pattern(`${partition}:iam::\\d{12}:role/.+`, "the ARN of an IAM role"),
  "AWS::KMS::Alias.AliasName": pattern("alias/[a-zA-Z0-9:/_-]+", "a KMS key's alias"),
  "AWS::KMS::Key.Arn": pattern(
    `${partition}:kms:[a-z0-9-]+:\\d{12}:(?:key|alias)/.+`,
    "the ARN of a KMS key",
  ),
  "AWS::KMS::Key.Id": pattern(
    "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})",
    "a KMS key's id",
  ),
  "AWS::Lambda::Function.Arn": pattern(
    `${partition}:lambda:[a-z0-9-]+:\\d{12}:function:.+`,
    "the ARN of a Lambda function",
  ),
  "AWS::Logs::LogGroup.Name": pattern("[.\\-_/#A-Za-z0-9]{1,512}", "a log group's name"),
  "AWS::S3::Bucket.Name": pattern(
    "(?!.*[.-]{2})[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens",
  ),
  "AWS::SNS::Topic.Arn": pattern(
    `${partition}:sns:[a-z0-9-]+:\\d{12}:.+`,
    "the ARN of an SNS topic",
  ),
};

/** Whether a string has a format. If the format is unknown, every string has it. */
export const matchesFormat = (name: string, value: string): boolean =>
  formatOf(name)?.matches(value) ?? true;

/** @returns undefined if the format is unknown */
export const describeFormat = (name: string): string | undefined => formatOf(name)?.description;

function formatOf(name: string): Format | undefined {
  const known = formats[name];
  if (known) return known;
  const [type = "", attribute] = name.split(".");
  const prefix = attribute === "Id" ? idPrefixOf(type) : undefined;
  if (prefix === undefined) return undefined;
  return {
    // A parameter of Systems Manager may name the image.
    matches: (value) =>
      isId(prefix, value) || (prefix === "ami" && value.startsWith("resolve:ssm:")),
    description: `an id such as "${prefix}-0123abcd" (8 or 17 hexadecimal digits)`,
  };
}

/** Endings of property names that imply the format of the value, for schemas that lack it. */
const idProperties: readonly (readonly [ending: RegExp, type: string])[] = [
  [/subnetids?$/, "Subnet"],
  [/securitygroupids?$/, "SecurityGroup"],
  [/vpcids?$/, "VPC"],
  [/routetableids?$/, "RouteTable"],
  [/natgatewayids?$/, "NatGateway"],
  [/egressonly(?:internet)?gatewayids?$/, "EgressOnlyInternetGateway"],
  [/networkaclids?$/, "NetworkAcl"],
  [/allocationids?$/, "EIP"],
  [/vpcendpointids?$/, "VPCEndpoint"],
  [/networkinterfaceids?$/, "NetworkInterface"],
  [/transitgatewayids?$/, "TransitGateway"],
  [/vpcpeeringconnectionids?$/, "VPCPeeringConnection"],
];

/** @param property - CloudFormation's or Pulumi's name of a property */
export function formatByName(property: string): string | undefined {
  if (/Arns?$/.test(property)) return "arn";
  const name = property.toLowerCase();
  const type = idProperties.find(([ending]) => ending.test(name))?.[1];
  return type && `AWS::EC2::${type}.Id`;
}

function isIpv4Network(value: string): boolean {
  const [address = "", bits = "", ...more] = value.split("/");
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32 || more.length > 0) {
    return false;
  }
  const number = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return number % 2 ** (32 - Number(bits)) === 0;
}

const compiled = new Map<string, RegExp | undefined>();

/**
 * Whether a string matches a pattern of AWS's schemas.
 *
 * @param pattern - in the syntax of Java, Python or JavaScript; one that JavaScript can't compile matches every string
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(text) ?? true;
}

function compile(pattern: string): RegExp | undefined {
  const options = [...pattern.matchAll(/\(\?([is])\)/g)].map(([, flag = ""]) => flag);
  const source = pattern
    .replaceAll(/\(\?[is]\)/g, "")
    .replaceAll("\\Z", "$")
    // Java's name for ASCII that can be printed.
    .replaceAll("\\p{Print}", "[\\x20-\\x7e]");
  // Some patterns need Unicode mode, and others are errors in it.
  for (const unicode of ["u", ""]) {
    try {
      return new RegExp(source, [...new Set(options), unicode].join(""));
    } catch {
      // Try without Unicode mode.
    }
  }
  return undefined;
}
