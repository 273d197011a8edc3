/** Attributes that every user may have. Source: Cognito Developer Guide, "Working with user attributes". */
export const standardAttributes: readonly string[] = [
  "address",
  "birthdate",
  "email",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
];

/** Those that Cognito sets itself. */
export const verifiedFlags: readonly string[] = ["email_verified", "phone_number_verified"];
