import type { AwsEndpoint } from "../aws/endpoint.ts";
import { readMessages } from "../aws/messages.ts";
import type { EdgeOptions } from "../edge/index.ts";
import type { Region } from "../region/index.ts";

/** What tools and the console may do with the platform's parts. */
export function controlHandlers(
  regions: readonly Region[],
  endpoints: ReadonlyMap<string, AwsEndpoint>,
): EdgeOptions["control"] {
  const byName = new Map(regions.map((region) => [region.name, region]));
  const identity = (region: string) => endpoints.get(region)?.identity;
  return {
    stopIdentity: (name) => identity(name)?.stop(),
    startIdentity: (name) => identity(name)?.start(),
    stop: async (name) => byName.get(name)!.stop(0),
    start: async (name) => byName.get(name)!.start(),
    services: (name) => byName.get(name)!.services?.names ?? [],
    isServiceRunning: (name, service) => byName.get(name)!.services?.isRunning(service) ?? false,
    stopService: async (name, service) => byName.get(name)!.services?.stop(service),
    startService: async (name, service) => byName.get(name)!.services?.start(service),
    events: (name) => byName.get(name)!.events,
    runSchedule: async (name, schedule) => byName.get(name)!.runSchedule(schedule),
    usage: () => regions.map(({ name, usage }) => ({ region: name, plans: usage })),
    messages: async (to) => {
      const messages = (await Promise.all([...endpoints.values()].map(readMessages))).flat();
      return to === undefined ? messages : messages.filter((message) => message.to.includes(to));
    },
  };
}
