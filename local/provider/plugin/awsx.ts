import { main as serve } from "@pulumi/pulumi/provider/index.js";
import { construct } from "../awsx/construct.ts";

/**
 * Runs the plugin `pulumi-resource-awsx`: prints its port for the engine and serves until it is killed.
 *
 * @param engine - the plugin's arguments from the engine: its address and flags
 */
export const main = (version: string, engine: string[]): Promise<void> =>
  serve({ version, construct }, engine);
