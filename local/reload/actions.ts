import type { Owners } from "./owners.ts";

/** Carries out what changes of files require, in all regions. */
export interface ReloadActions {
  /** Which files the parts are made of now. */
  owners(): Promise<Owners>;
  /**
   * @param signal - if it aborts, the service stays as it was, if that is still possible
   * @throws why the service does not start; the old one goes on
   */
  restartService(name: string, signal: AbortSignal): Promise<void>;
  /**
   * @param names - in AWS
   * @throws why their code does not load; the old one goes on
   */
  reloadFunctions(names: readonly string[]): Promise<void>;
  /**
   * Evaluates the definition again and replaces what differs.
   *
   * @throws why it is not valid; all is as before
   */
  reloadDefinition(signal: AbortSignal): Promise<DefinitionChanges>;
  /** Reads the secrets' values again. @returns the services whose values differ */
  reloadSecrets(): Promise<readonly string[]>;
}

/** What a new definition has changed. */
export interface DefinitionChanges {
  /** Such as `new GET /orders`. Empty if nothing differs. */
  readonly names: readonly string[];
  /** What takes effect only at the next start. */
  readonly needsStart: readonly string[];
}
