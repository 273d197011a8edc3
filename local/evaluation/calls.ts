import type { Component, Properties, Registration } from "../graph/resource.ts";
import type { ReadKind } from "../reload/fileReads.ts";
import type { SecretOwner } from "../secrets/index.ts";
import type { EnvironmentStack } from "../sources/stacks.ts";

// What the thread that evaluates and the platform's thread ask of each other. Properties are plain: see `toPlain`.

export interface DefinitionRequest {
  /** Folder with `Pulumi.yaml`. */
  readonly root: string;
  readonly environment: string;
  /** Regions of the environment; all if left out. */
  readonly regions: string[] | undefined;
}

/** An environment's stacks, and what its program says before it runs. */
export interface Definition {
  /** Name of the project. */
  readonly project: string;
  /** The home region's is first, the edge's last. */
  readonly stacks: readonly EnvironmentStack[];
  readonly secretOwners: readonly SecretOwner[];
}

export interface StackToEvaluate {
  readonly stack: string;
  /** Outputs of the stacks that it may refer to, by their full names. */
  readonly outputs: Readonly<Record<string, Properties>>;
}

export interface EvaluatedStack {
  /** Its full name. */
  readonly name: string;
  readonly outputs: Properties;
  readonly components: readonly Component[];
  /** The program's warnings, and what has no effect here. */
  readonly problems: readonly string[];
}

/** What the thread asks: a resource of a stack. */
export interface ResourceToCreate {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly registration: Registration;
}

/** What the thread asks: a function of the provider. */
export interface FunctionToCall {
  readonly stack: string;
  readonly token: string;
  readonly inputs: Properties;
}

/** What an evaluation depends on beside what it asks for. */
export interface Dependencies {
  /** Modules, files and folders, with absolute paths and when they were first read, in ms. */
  readonly reads: readonly {
    readonly kind: ReadKind;
    readonly path: string;
    readonly at: number;
  }[];
  /** Environment variables that were read, with their values. */
  readonly variables: readonly (readonly [name: string, value: string | undefined])[];
  /** What else was used, which may be different another time. */
  readonly doubts: readonly string[];
}
