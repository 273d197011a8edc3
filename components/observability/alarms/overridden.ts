import type { AlarmOverrides } from "./overrides.ts";
import type { AlarmThreshold } from "./threshold.ts";
import { type AlarmName, thresholds } from "./thresholds.ts";

/** When alarms ring, by their names. */
export type Thresholds = Readonly<Partial<Record<AlarmName, AlarmThreshold>>>;

/** Rows of the table with what a definition or a stack changes about them. Alarms that are left out have none. */
export const thresholdsOf = (
  names: readonly (keyof AlarmOverrides)[],
  overrides: AlarmOverrides = {},
): Thresholds =>
  Object.fromEntries(
    names
      .filter((name) => overrides[name] !== false)
      .map((name) => [name, { ...thresholds[name], ...overrides[name] }]),
  );
