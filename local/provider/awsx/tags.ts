import { all, type Output } from "@pulumi/pulumi/output.js";
import type { Tags } from "./vpcArgs.ts";

/** All of these tags; of the same key the later wins. */
export const mergeTags = (...tags: Tags[]): Output<Record<string, string>> =>
  all(tags).apply((known) => Object.assign({}, ...known) as Record<string, string>);
