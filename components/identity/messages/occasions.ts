/** What a message must contain besides text. */
interface Occasion {
  /** Placeholders that the mail's body and the SMS must have. */
  readonly placeholders: readonly string[];
}

export type OccasionName =
  | "signUp"
  | "resendCode"
  | "forgotPassword"
  | "adminCreateUser"
  | "updateUserAttribute"
  | "verifyUserAttribute"
  | "authentication";

const withCode: Occasion = { placeholders: ["{####}"] };

/**
 * The occasions on which Cognito notifies a user, by the name of their template. They are the names of its
 * trigger sources, such as `CustomMessage_SignUp`.
 *
 * Source: Cognito Developer Guide, "Custom message Lambda trigger".
 */
export const occasions: Readonly<Record<OccasionName, Occasion>> = {
  signUp: withCode,
  resendCode: withCode,
  forgotPassword: withCode,
  /** An invitation by an administrator; the code is the temporary password. */
  adminCreateUser: { placeholders: ["{####}", "{username}"] },
  updateUserAttribute: withCode,
  verifyUserAttribute: withCode,
  /** A code as the second factor. */
  authentication: withCode,
};

export const occasionNames = Object.keys(occasions) as OccasionName[];
