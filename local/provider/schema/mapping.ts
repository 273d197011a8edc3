/**
 * Where the schema has what Pulumi has elsewhere: path of CloudFormation's names from the object
 * that the Pulumi property is in, a number being the place in a list. Or "." for an object whose
 * members CloudFormation has one level up.
 */
export type Target =
  | string
  | {
      readonly to: string;
      /** Values that Pulumi spells in another way, by Pulumi's; undefined says nothing to AWS. */
      readonly values?: Readonly<Record<string, unknown>>;
      /** What CloudFormation says beside it and Pulumi says by the property's name. */
      readonly with?: Readonly<Record<string, unknown>>;
    };

/**
 * How a Pulumi type's inputs are found in a schema. What is not said here has the same name in
 * both, apart from case and plural. Paths are of Pulumi's names without indices, such as
 * `healthCheck.path`, unless said otherwise.
 */
export interface Mapping {
  /** Name in the catalogue; a part of a schema after `#`. */
  readonly schema: string;
  readonly names?: Readonly<Record<string, Target>>;
  /** Properties that mean something else than what has their name in the schema. */
  readonly unchecked?: readonly string[];
  /**
   * Properties that are validated by another schema; `names` has them where the schema of the whole
   * asks whether they are there. JSON texts are read.
   */
  readonly parts?: Readonly<Record<string, Mapping>>;
  /** The inputs are AWS's own JSON, whose names Pulumi does not change. */
  readonly verbatim?: boolean;
  /** Lists of objects in which Pulumi puts many values where AWS has one object for each. */
  readonly spread?: Readonly<Record<string, readonly string[]>>;
  /** What AWS requires and Pulumi makes up or says by other means: paths of CloudFormation's names. */
  readonly optional?: readonly string[];
  /** Formats that the schema does not tell, such as `AWS::ApiGateway::RestApi.Id`. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Further rules of cfn-lint's, by the CloudFormation path that they are about; `*` is each item. */
  readonly rules?: Readonly<Record<string, readonly string[]>>;
  /** Beyond those that CloudFormation can't change; `all` is every one but `keeps` and tags. */
  readonly replaces?: readonly string[] | "all";
  /** What CloudFormation can't change and Pulumi's provider can. */
  readonly keeps?: readonly string[];
}

/** Mappings by Pulumi's type tokens. */
export type Mappings = Readonly<Record<string, Mapping>>;

export const identityPolicy: Mapping = { schema: "iam/policy_identity", verbatim: true };
export const resourcePolicy: Mapping = { schema: "iam/policy_resource", verbatim: true };
export const trustPolicy: Mapping = { schema: "iam/policy_trust", verbatim: true };
