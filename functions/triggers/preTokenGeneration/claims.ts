type Attributes = Readonly<Record<string, string>>;
type Claims = Record<string, string>;

/**
 * The tenant, under a name that services can rely on: `custom:tenant` is the user's attribute,
 * `tenant` is what the platform says of them. It is worth as much as the attribute's protection:
 * no app client may have it among its write attributes.
 */
export function idTokenClaims(attributes: Attributes): Claims {
  const tenant = attributes["custom:tenant"];
  return tenant ? { tenant } : {};
}

/**
 * An access token names its user by `sub` and `username` alone; this adds the tenant and the
 * address. An address that nobody has proved to own is left out, because the token has no
 * `email_verified` beside it.
 */
export function accessTokenClaims(attributes: Attributes): Claims {
  const { email, email_verified: verified } = attributes;
  return {
    ...idTokenClaims(attributes),
    ...(email && verified === "true" ? { email } : {}),
  };
}
