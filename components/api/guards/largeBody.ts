import { flag, type OptionRules } from "../../shared/options.ts";

/** The size of the bodies that a route accepts. */
export interface LargeBodyGuard {
  /**
   * Accepts bodies larger than the firewall's `maxBodyKilobytes`, up to API Gateway's 10 MB. The
   * firewall inspects only their beginning, so the backend must check the rest. Applies to every
   * method of the path.
   * @default false, and true for routes that put an object into a bucket
   */
  largeBody?: boolean;
}

export const largeBodyRules: OptionRules<LargeBodyGuard> = { largeBody: flag };
