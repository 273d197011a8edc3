import type * as aws from "@pulumi/aws";
import type { OptionFault } from "../shared/errors.ts";
import type { Sender } from "./mail/sender.ts";

/** What a pool's inputs refer to besides its options. */
export interface PoolLinks {
  /** The sender of all mail. `undefined`: Cognito sends it. */
  readonly sender: Sender | undefined;
  /** The functions that Cognito calls. */
  readonly lambdaConfig: aws.types.input.cognito.UserPoolLambdaConfig;
  /** How Cognito sends text messages. `undefined`: it does not. */
  readonly smsConfiguration: aws.types.input.cognito.UserPoolSmsConfiguration | undefined;
  /** The platform's name, in messages to users. */
  readonly platformName: string;
  /** Whether users can sign in by a code that a trigger mails. */
  readonly customAuth: boolean;
}

/**
 * A concern of the user directory, such as its passwords: checks, and its part of the pool's inputs.
 * `groups.ts` lists all of them.
 *
 * @typeParam Definition - the options of `identity` that it reads
 * @typeParam Args - the arguments of the directory that it reads, which also depend on the environment
 */
export interface OptionGroup<Definition extends object, Args extends object = Definition> {
  /** Faults of the definition, whatever the environment; `definePlatform` reports them. @default none */
  readonly faults?: (definition: Definition) => readonly OptionFault[];
  /** Faults that depend on the environment, such as its sender. @default none */
  readonly directoryFaults?: (args: Args) => readonly OptionFault[];
  /** Its part of the pool's inputs. Without its options it must stay what it is: pools exist with it. @default none */
  readonly pool?: (args: Args, links: PoolLinks) => aws.cognito.UserPoolArgs;
  /** What a user should know about the options. @default nothing */
  readonly warnings?: (args: Args) => readonly string[];
}
