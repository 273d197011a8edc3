/** What the provider knows about a resource when it computes its outputs. */
export interface Creation {
  readonly account: string;
  readonly region: string;
  /** Physical name. */
  readonly name: string;
  /** Hexadecimal digits, for ids. */
  readonly hash: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The resources of a type, as the provider creates them. */
export interface Kind {
  /** Input with the physical name, which the provider makes from the resource's name if it is unset. */
  readonly named?: string;
  /** Prefix of the id, such as `vpc`; the id is the physical name if there is none. */
  readonly prefix?: string;
  /** Service and path in the ARN, such as `ec2:vpc/` or `sqs:`. */
  readonly arn?: string;
  /** The ARN is the id. */
  readonly isArnId?: boolean;
  /** Other computed attributes, and those that are null or have a default in the state. */
  readonly outputs?: (creation: Creation) => Record<string, unknown>;
}

export type Kinds = Readonly<Record<string, Kind>>;

/** Resources with an id such as `vpc-0123` and the same in their ARN. */
export const network = (
  prefix: string,
  path: string,
  outputs: Kind["outputs"] = () => ({}),
): Kind => ({
  prefix,
  arn: `ec2:${path}/`,
  outputs: (creation) => ({ ownerId: creation.account, ...outputs(creation) }),
});

/** Resources whose id is their physical name. */
export const named = (arn?: string, outputs?: Kind["outputs"], property = "name"): Kind => ({
  named: property,
  ...(arn === undefined ? {} : { arn }),
  ...(outputs === undefined ? {} : { outputs }),
});

/** Ids in the default VPC of the account, which no stack declares. */
export const defaultVpc = {
  vpc: "vpc-0a1b2c3d4e5f60718",
  subnets: ["subnet-0aa11bb22cc33dd44", "subnet-0bb22cc33dd44ee55"],
  group: "sg-0cc33dd44ee55ff66",
};
