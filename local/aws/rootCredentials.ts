import { randomBytes } from "node:crypto";

/** The account's root key at a local AWS endpoint. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A key in AWS's format, valid only at a local endpoint. */
export const newCredentials = (): RootCredentials => ({
  accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(20).toString("hex"),
});
