/**
 * Refuses what the user wants. Cognito shows its message to the user, after `PreSignUp failed with error`. Any other error of a
 * trigger is logged, and the user gets a message without its text.
 *
 * @example throw new Refusal("Only members of the club can sign up.");
 */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
}
