import { ComponentArgumentError } from "../shared/errors.ts";
import * as defaults from "./defaults.ts";

const gb = 1_024;

/** Least, most and step of the memory in MB that comes with so many CPU units. Source: Amazon ECS Developer Guide, "Task CPU and memory". */
const memoryOf: Record<number, readonly [number, number, number]> = {
  256: [512, 2 * gb, 512],
  512: [gb, 4 * gb, gb],
  1_024: [2 * gb, 8 * gb, gb],
  2_048: [4 * gb, 16 * gb, gb],
  4_096: [8 * gb, 30 * gb, gb],
  8_192: [16 * gb, 60 * gb, 4 * gb],
  16_384: [32 * gb, 120 * gb, 8 * gb],
};

/** Sizes of a service that Fargate has to offer. */
export interface TaskSize {
  cpu?: number;
  memoryMb?: number;
  desiredCount?: number;
}

/** @throws ComponentArgumentError for a size that Fargate does not offer */
export function checkTaskSize(component: string, size: TaskSize): void {
  const { cpu = defaults.cpu, memoryMb = defaults.memoryMb, desiredCount = 1 } = size;
  const range = memoryOf[cpu];
  if (!range) {
    throw new ComponentArgumentError({
      component,
      argument: "cpu",
      given: cpu,
      allowed: Object.keys(memoryOf).join(", "),
      fix: "Choose one of Fargate's sizes, in CPU units.",
    });
  }
  const [least, most, step] = range;
  // 256 units come with 512, 1024 or 2048 MB; all else goes by steps.
  const fits = cpu === 256 ? [512, gb, 2 * gb].includes(memoryMb) : memoryMb % step === 0;
  if (!fits || memoryMb < least || memoryMb > most) {
    throw new ComponentArgumentError({
      component,
      argument: "memoryMb",
      given: memoryMb,
      allowed: `${least} to ${most} in steps of ${step} with ${cpu} CPU units`,
      fix: "Choose a size that Fargate offers, or more CPU.",
    });
  }
  if (!Number.isInteger(desiredCount) || desiredCount < 0) {
    throw new ComponentArgumentError({
      component,
      argument: "desiredCount",
      given: desiredCount,
      allowed: "a whole number, 0 or more",
      fix: "Say how many tasks are to run.",
    });
  }
}
