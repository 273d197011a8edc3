import type { Properties } from "../../graph/resource.ts";

/**
 * CloudFormation's path for a property, relative to the object that contains it; numbers are
 * indices of lists. "." marks an object whose members CloudFormation has one level up.
 */
export type Target =
  | string
  | {
      readonly to: string;
      /** CloudFormation's values by Pulumi's, if different; undefined leaves the property unset. */
      readonly values?: Readonly<Record<string, unknown>>;
      /** Further constants for CloudFormation, which Pulumi's property implies by its name. */
      readonly with?: Readonly<Record<string, unknown>>;
    };

/**
 * Maps the inputs of a Pulumi type to a schema. Unlisted properties have the same name in both,
 * ignoring case and plural. Unless stated otherwise, keys are paths of Pulumi's names without
 * indices, such as `healthCheck.path`.
 */
export interface Mapping {
  /** Name in the catalogue. */
  readonly schema: string;
  readonly names?: Readonly<Record<string, Target>>;
  /** What Pulumi's provider makes of the inputs before it sends them. @default the inputs */
  readonly sent?: (inputs: Properties) => Properties;
  /** Properties whose meaning differs from the property of that name in the schema. */
  readonly unchecked?: readonly string[];
  /**
   * Properties that another schema validates, as objects or as JSON. `names` lists them too if the
   * outer schema depends on whether they are set.
   */
  readonly parts?: Readonly<Record<string, Mapping>>;
  /** The inputs are JSON with AWS's names. */
  readonly verbatim?: boolean;
  /** Members with several values, by list. AWS has one object per value. */
  readonly expand?: Readonly<Record<string, readonly string[]>>;
  /** CloudFormation's paths of properties that AWS requires and Pulumi's provider fills in. */
  readonly optional?: readonly string[];
  /** Formats that the schema lacks, such as `AWS::ApiGateway::RestApi.Id`. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Additional rules of cfn-lint by CloudFormation path; `*` is each item of a list. */
  readonly rules?: Readonly<Record<string, readonly string[]>>;
  /** Further properties whose change replaces the resource; `all` means all but `updatable` and tags. */
  readonly replaces?: readonly string[] | "all";
  /** Properties that Pulumi's provider can update and CloudFormation can't. */
  readonly updatable?: readonly string[];
}

/** Mappings by Pulumi's type tokens. */
export type Mappings = Readonly<Record<string, Mapping>>;

export const identityPolicy: Mapping = { schema: "iam/policy_identity", verbatim: true };
export const resourcePolicy: Mapping = { schema: "iam/policy_resource", verbatim: true };
export const trustPolicy: Mapping = { schema: "iam/policy_trust", verbatim: true };
