import type { ResourceKinds } from "../../kind.ts";
import { userPoolClient } from "./client.ts";
import { userPoolDomain } from "./domain.ts";
import { identityProvider } from "./identityProvider.ts";
import { logDelivery } from "./logDelivery.ts";
import { branding } from "./branding.ts";
import { userPool } from "./pool.ts";
import { resourceServer } from "./resourceServer.ts";
import { riskConfiguration } from "./riskConfiguration.ts";
import { userGroup } from "./group.ts";

/** User pools and their parts exist at the AWS endpoint, which signs users up and in. */
export const cognitoKinds: ResourceKinds = {
  "aws:cognito/identityProvider:IdentityProvider": identityProvider,
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": logDelivery,
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": branding,
  "aws:cognito/resourceServer:ResourceServer": resourceServer,
  "aws:cognito/riskConfiguration:RiskConfiguration": riskConfiguration,
  "aws:cognito/userGroup:UserGroup": userGroup,
  "aws:cognito/userPool:UserPool": userPool,
  "aws:cognito/userPoolClient:UserPoolClient": userPoolClient,
  "aws:cognito/userPoolDomain:UserPoolDomain": userPoolDomain,
};
