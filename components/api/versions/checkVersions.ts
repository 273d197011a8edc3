import { ComponentArgumentError, type Faults } from "../../shared/errors.ts";
import type { ApiVersion, ApiVersions } from "./version.ts";

/** Reports versions without routes, that end before they are deprecated, or whose successor is not served. */
export function checkVersions(component: string, versions: ApiVersions, faults: Faults): void {
  const served = Object.keys(versions).filter((name) => versions[name]?.retired !== true);
  for (const [name, version] of Object.entries(versions)) {
    const refuse = (argument: keyof ApiVersion, allowed: string, fix: string) =>
      faults.add(
        new ComponentArgumentError({
          component,
          argument: `versions.${name}.${argument}`,
          given: version[argument],
          allowed,
          fix,
        }),
      );
    const { deprecated, sunset, successor } = version;
    if (!version.retired && version.routes === undefined) {
      const fix = "Add routes, or set retired: true if the version has ended.";
      faults.add(
        new ComponentArgumentError({
          component,
          argument: `versions.${name}`,
          given: version,
          allowed: "routes, or retired: true",
          fix,
        }),
      );
    }
    if (deprecated !== undefined && sunset !== undefined && sunset < deprecated) {
      refuse("sunset", `a day after ${deprecated}`, "Give clients time to move.");
    }
    if (successor !== undefined && (successor === name || !served.includes(successor))) {
      const others = served.filter((other) => other !== name);
      refuse("successor", `another version that is served: ${others.join(", ") || "none"}`, "");
    }
  }
}
