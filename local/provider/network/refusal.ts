import { RefusedError } from "../errors.ts";

/** AWS's refusal of a request, with its error code and its sentence. */
export class AwsRefusal extends RefusedError {
  override readonly name: string;
  /** Whether the provider repeats the request for minutes: other resources may be about to change. */
  readonly mayPass: boolean;

  constructor(code: string, sentence: string, mayPass = false) {
    super(sentence);
    this.name = code;
    this.mayPass = mayPass;
  }
}

/** Something still uses the resource. The provider repeats such deletions. */
export const dependency = (sentence: string): AwsRefusal =>
  new AwsRefusal("DependencyViolation", sentence, true);
