import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { StackChanges } from "../deployment/stackDeployment.ts";
import type { Component, Properties, Resource } from "../graph/resource.ts";
import type { FileReads } from "../reload/fileReads.ts";
import type { SecretOwner } from "../secrets/index.ts";

/** The stacks that a platform serves: a program's, or exported ones. */
export interface StackSource {
  /** Regions that need an AWS endpoint, the home region first. */
  readonly regions: string[];
  /**
   * Resolves when the program is loaded and its definition is checked, which goes on while the endpoints start.
   *
   * @returns services and functions with secrets
   * @throws the faults of stack files and of the definition
   */
  check?(): Promise<readonly SecretOwner[]>;
  /**
   * Loads the resources, and creates those with a data plane. A later call reads the program and the stack files again:
   * resources that exist are kept or changed. If it fails, they are left as they were.
   *
   * @param endpoints - the AWS endpoints by region
   * @param options.signal - cancels it
   * @throws any error of the program; with `file` and `line` (from 1) where its place in the sources is known
   */
  load(
    endpoints: ReadonlyMap<string, AwsEndpoint>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<LoadedStacks>;
  /** Makes ready for the next load in the background, now and after each load. @default loads need no preparation */
  prepare?(): void;
  /** Ends what the source has running. */
  close?(): Promise<void>;
}

/** The stacks to be served. */
export interface LoadedStacks {
  readonly regions: LoadedRegion[];
  /** Stacks in front of the regions. They have no API of their own. */
  readonly edges: LoadedRegion[];
  /** What the program read beside its modules. @default unknown */
  readonly reads?: FileReads;
  /** Regions with a stack file that were not there at the start, and are not served. @default none */
  readonly addedRegions?: readonly string[];
  /** Whether nothing has changed since an earlier start, whose evaluation was repeated. @default false */
  readonly isRepeated?: boolean;
  /** What was done since the load before, which `finish` completes. @default unknown */
  readonly changes?: StackChanges;
  /**
   * Deletes what is no longer declared, once nobody uses it. Without it, the next load's `finish` does. Protected
   * resources stay and are announced.
   */
  finish?(): Promise<void>;
}

/** The stack of a region, or one in front of the regions. */
export interface LoadedRegion {
  readonly region: string;
  readonly resources: Resource[];
  readonly outputs: Properties;
  /** The parents of the resources. @default unknown */
  readonly components?: readonly Component[];
}
