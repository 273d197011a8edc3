/** `GET regions`: what each region consists of, and why it is ill. */
export interface Parts {
  readonly regions: Readonly<Record<string, RegionParts>>;
}

export interface RegionParts {
  /** Whether it has the user pool. */
  readonly home: boolean;
  readonly services: readonly { readonly name: string; readonly running: boolean }[];
  readonly checks: readonly Check[];
}

interface Check {
  readonly id: string;
  readonly name: string;
  readonly kind: "endpoint" | "calculated" | "fixed";
  /** Of an endpoint. */
  readonly host?: string;
  readonly path?: string;
  /** Of a calculated check: ids of others, and how many must be healthy. */
  readonly children?: readonly string[];
  readonly threshold?: number;
  readonly healthy: boolean;
  /** Why the latest request failed. */
  readonly failure?: string;
}
