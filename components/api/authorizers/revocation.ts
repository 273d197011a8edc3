import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../../shared/iam.ts";
import {
  input,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import { resourceId } from "../../shared/rules.ts";

/** The table of revoked tokens in the API's region: `functions/shared/denyList`. */
export interface DenyListTable {
  tableName: pulumi.Input<string>;
  tableArn: pulumi.Input<string>;
  /** Seconds that an entry is kept: until every token from before has expired, refreshed ones too. */
  keptSeconds: number;
}

/** How tokens are refused before they expire. */
export interface RevocationArgs {
  /** Seconds that API Gateway keeps the decision about a token, 0 to 3,600. With 0, each call reads the list. */
  ttlSeconds: number;
  /** What happens to callers while the list can't be read. */
  ifUnreachable: "refuse" | "accept";
  /** Ids of the app clients whose tokens are accepted. */
  clientIds: pulumi.Input<string>[];
  denyList: DenyListTable;
}

const denyListRules: OptionRules<DenyListTable> = {
  tableName: required(resourceId),
  tableArn: required(resourceId),
  keptSeconds: required(whole(1)),
};

export const revocationRules: OptionRules<RevocationArgs> = {
  // Source: API Gateway API Reference, "CreateAuthorizer".
  ttlSeconds: required(whole(0, 3_600)),
  ifUnreachable: required(oneOf(["refuse", "accept"])),
  clientIds: required(
    listOf(input(text()), { least: 1, allowed: "a list of at least one client's id" }),
  ),
  denyList: required(options(denyListRules)),
};

/** The authorizer's variables: `functions/authorizers/userPool/settings.ts`. */
export const revocationVariables = ({ clientIds, ifUnreachable, denyList }: RevocationArgs) => ({
  CLIENT_IDS: pulumi.output(clientIds).apply((ids) => ids.join(",")),
  DENY_LIST_TABLE: denyList.tableName,
  ...(ifUnreachable === "accept" && { DENY_LIST_UNREACHABLE: ifUnreachable }),
});

/** Lets the authorizer read the list. */
export const readsDenyList = ({ denyList }: RevocationArgs): AllowStatement => ({
  actions: ["dynamodb:BatchGetItem"],
  resources: [denyList.tableArn],
});

/** Most bytes of the variables: Cognito's ids of clients have 26 characters, and DynamoDB's names 255. */
export const revocationBytes = ({ clientIds }: RevocationArgs): number =>
  27 * clientIds.length + 320;
