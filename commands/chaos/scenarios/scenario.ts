import type { Measurement, SignIn } from "../measurement.ts";

/** A fault and its end, with what must hold meanwhile. */
export interface Scenario {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Whether health checks must take the targets out of DNS. */
  readonly takesOut: boolean;
  /** Which regions have the fault. @default the regions that the user names, or one that is not home */
  readonly targets?: "home";
  /** Begins the fault. May last: a fault that comes and goes does so in here. */
  inject(scene: Scene): Promise<void>;
  /** Ends the fault, also after an error or a part of `inject`. */
  recover(scene: Scene): Promise<void>;
  /** Follows the recovery, while the load goes on. @default nothing */
  afterwards?(scene: Scene): Promise<void>;
  readonly expectations: readonly Expectation[];
}

/** What a scenario acts on. */
export interface Scene {
  readonly targets: readonly string[];
  readonly home: string;
  /** Time between two health checks, in ms. */
  readonly intervalMs: number;
  /** Time that the fault shall last, in ms. */
  readonly faultMs: number;
  /** Carries out an action on a region, such as `eu-west-1/stop`. */
  control(action: string): Promise<void>;
  signIn(phase: SignIn["phase"]): Promise<void>;
  /** Adds an event to the timeline. */
  event(text: string): void;
  /** Counts a failure of a fault that comes and goes. */
  flap(): void;
  wait(ms: number): Promise<void>;
}

/** Something that must hold. */
export interface Expectation {
  readonly text: string;
  /** @returns what broke it; `undefined` if it holds */
  broken(measurement: Measurement): string | undefined;
}

/** Acts on all targets at once. */
export const onTargets = async (
  { targets, control }: Pick<Scene, "targets" | "control">,
  action: string,
): Promise<void> => {
  await Promise.all(targets.map((target) => control(`${target}/${action}`)));
};
