import { readRegionConfig } from "./stacks/config.ts";
import { runProgram } from "./stacks/program.ts";
import { region } from "./stacks/region.ts";

/**
 * The program of every stack: `pulumi up`, the Automation API and the local platform run this
 * function, which returns the stack's outputs.
 */
export default () => runProgram(() => region(readRegionConfig()));
