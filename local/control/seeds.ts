import { SeedError } from "../seeds/index.ts";
import { ControlError } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

/** `POST seeds`: stores the seeds of `seeds/` again. 409 with the file and line if they can't be used. */
export const seedEndpoints = (apply: () => Promise<object>): Endpoint[] => [
  {
    method: "POST",
    path: "seeds",
    async handle() {
      try {
        return await apply();
      } catch (error) {
        throw error instanceof SeedError ? new ControlError(409, error.message) : error;
      }
    },
  },
];
