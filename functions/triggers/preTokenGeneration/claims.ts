type Attributes = Readonly<Record<string, string>>;

/** A value of JSON. */
export type ClaimValue =
  string | number | boolean | readonly unknown[] | { readonly [name: string]: unknown };

export type Claims = Readonly<Record<string, ClaimValue>>;

/**
 * The claim `tenant`, which services can rely on, made from the user's attribute `custom:tenant`. It is
 * only as reliable as the attribute: no app client may list it in its write attributes.
 */
export function idTokenClaims(attributes: Attributes): Claims {
  const tenant = attributes["custom:tenant"];
  return tenant ? { tenant } : {};
}

/**
 * Claims to add to an access token, which by default has only `sub` and `username`: the tenant, and the
 * address if it is verified, because the token has no `email_verified`.
 */
export function accessTokenClaims(attributes: Attributes): Claims {
  const { email, email_verified: verified } = attributes;
  return {
    ...idTokenClaims(attributes),
    ...(email && verified === "true" ? { email } : {}),
  };
}
