import * as pulumi from "@pulumi/pulumi";
import { edge, readEdgeConfig } from "./stacks/edge.ts";
import { runProgram } from "./stacks/program.ts";
import { readRegionConfig, region } from "./stacks/region.ts";

/**
 * The program of every stack: `pulumi up`, the Automation API and the local platform run this
 * function, which returns the stack's outputs. A stack's name says whether it is a region or the edge.
 */
export default () =>
  runProgram(() =>
    pulumi.getStack().endsWith("-edge") ? edge(readEdgeConfig()) : region(readRegionConfig()),
  );
