import { type JointCheck, oneOf, type OptionRules, whole } from "../shared/options.ts";
import * as defaults from "./defaults.ts";

/** Size and number of a service's Fargate tasks. */
export interface TaskSize {
  /** CPU units per task, 1024 being one virtual CPU. @default 256 */
  cpu?: number;
  /** Memory per task in MB. @default 512 */
  memoryMb?: number;
  /** Number of tasks that run. @default 2 */
  desiredCount?: number;
}

/** Processors that Fargate has. Tasks on ARM64 cost a fifth less. Source: AWS Fargate pricing, "Pricing details". */
export type CpuArchitecture = "ARM64" | "X86_64";

export const cpuArchitectureRule = oneOf(["ARM64", "X86_64"]);

const gb = 1_024;

/** Least, most and step of the memory in MB, by CPU units. Source: Amazon ECS Developer Guide, "Task CPU and memory". */
const memoryOf: Record<number, readonly [least: number, most: number, step: number]> = {
  256: [512, 2 * gb, 512],
  512: [gb, 4 * gb, gb],
  1_024: [2 * gb, 8 * gb, gb],
  2_048: [4 * gb, 16 * gb, gb],
  4_096: [8 * gb, 30 * gb, gb],
  8_192: [16 * gb, 60 * gb, 4 * gb],
  16_384: [32 * gb, 120 * gb, 8 * gb],
};

export const taskSizeRules: OptionRules<TaskSize> = {
  cpu: oneOf(Object.keys(memoryOf).map(Number), "Choose one of Fargate's sizes, in CPU units."),
  memoryMb: whole(512, 120 * gb),
  desiredCount: whole(0),
};

/** Fargate offers certain sizes of memory with each number of CPU units. */
export const taskSizeFaults: JointCheck<TaskSize> = ({
  cpu = defaults.cpu,
  memoryMb = defaults.memoryMb,
}) => {
  const [least, most, step] = memoryOf[cpu]!;
  const isStep = memoryMb % step === 0 && memoryMb >= least && memoryMb <= most;
  // The smallest task has no size of 1,536 MB.
  if (isStep && !(cpu === 256 && memoryMb === 1_536)) return [];
  const sizes = cpu === 256 ? "512, 1024 or 2048" : `${least} to ${most} in steps of ${step}`;
  return [
    {
      argument: "memoryMb",
      given: memoryMb,
      allowed: `${sizes} with ${cpu} CPU units`,
      fix: "Choose a size that Fargate offers, or more CPU.",
    },
  ];
};
