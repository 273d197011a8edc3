import { SeedError } from "../seeds/index.ts";
import { ControlError } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";
import { EventStream } from "./eventStream.ts";

/**
 * Stores the seeds.
 *
 * @param onLong - receives what has been stored for how many seconds, again and again
 * @throws SeedError with file and line
 */
export type ApplySeeds = (
  onLong?: (what: string, seconds: number) => void,
  signal?: AbortSignal,
) => Promise<object>;

/**
 * `POST seeds`: stores the seeds of `seeds/` again. 409 with the file and line if they can't be used. With `follow=true`,
 * server-sent events: `{ "what", "seconds" }` for what takes long, and at last `{ "seeded" }` or `{ "message" }`. A client
 * that leaves before ends the scripts.
 */
export const seedEndpoints = (apply: ApplySeeds): Endpoint[] => [
  {
    method: "POST",
    path: "seeds",
    query: ["follow"],
    async handle({ query }) {
      if (query.get("follow") === "true") return followed(apply);
      try {
        return await apply();
      } catch (error) {
        throw error instanceof SeedError ? new ControlError(409, error.message) : error;
      }
    },
  },
];

const followed = (apply: ApplySeeds): EventStream =>
  new EventStream((send) => {
    const left = new AbortController();
    apply((what, seconds) => send({ what, seconds }), left.signal).then(
      (seeded) => send({ seeded }),
      (error: Error) => send({ message: error.message }),
    );
    return () => left.abort();
  });
