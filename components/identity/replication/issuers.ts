import * as pulumi from "@pulumi/pulumi";
import type { ReplicationOptions } from "./options.ts";

const hosts = { UPDATED: "issuer-cognito-idp", ORIGINAL: "cognito-idp" } as const;

/**
 * The issuers of a user pool, its current one first. A pool's id begins with its home region, also in a
 * replica. Source: Cognito API Reference, "IssuerConfigurationType".
 */
export function issuersOf(
  userPoolId: pulumi.Input<string>,
  { issuer = "UPDATED" }: Pick<ReplicationOptions, "issuer">,
): [current: pulumi.Output<string>, other: pulumi.Output<string>] {
  const url = (type: keyof typeof hosts) =>
    pulumi
      .output(userPoolId)
      .apply((id) => `https://${hosts[type]}.${id.split("_")[0]}.amazonaws.com/${id}`);
  return [url(issuer), url(issuer === "UPDATED" ? "ORIGINAL" : "UPDATED")];
}
