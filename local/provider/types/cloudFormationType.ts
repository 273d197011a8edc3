import type { ProviderContext } from "../kind.ts";

/** A resource's settings by CloudFormation's names. */
export type State = Readonly<Record<string, unknown>>;

/** Creates the resources of one CloudFormation type; returns the identifier and further properties. */
export interface CloudFormationType {
  create(state: State, context: ProviderContext): Promise<{ id: string; properties: State }>;
  update?(id: string, state: State, context: ProviderContext): Promise<void>;
  delete?(id: string, state: State, context: ProviderContext): Promise<void>;
  /** See `ResourceKind`. */
  restore?(id: string, state: State, context: ProviderContext): Promise<void>;
}
