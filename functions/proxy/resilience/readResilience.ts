import { environmentOf } from "../../shared/environment.ts";
import type { ResilienceSettings } from "./options.ts";

export interface ResilienceVariables {
  /** `RESILIENCE`: JSON of what to do when the service fails, by default an error for the client. */
  readonly resilience?: ResilienceSettings | undefined;
  /** `FALLBACK_URLS`: JSON of the addresses of other services by their names, by default none. */
  readonly fallbackUrls?: Readonly<Record<string, URL>> | undefined;
}

/** @throws EnvironmentError when a variable is wrong */
export function readResilience(variables: NodeJS.ProcessEnv): ResilienceVariables {
  const { json } = environmentOf(variables);
  const urls = json<Record<string, string>>("FALLBACK_URLS");
  return {
    resilience: json<ResilienceSettings>("RESILIENCE"),
    fallbackUrls:
      urls &&
      Object.fromEntries(
        Object.keys(urls).map((service) => [service, environmentOf(urls).httpUrl(service)]),
      ),
  };
}
