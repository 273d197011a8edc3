import { writeFile } from "node:fs/promises";
import { type SelfSigned, selfSigned } from "./selfSigned.ts";

/**
 * Makes a certificate for names that lead to this machine, and for the machine itself.
 *
 * @param file - receives the certificate, for clients that shall trust it; its key is in no file
 */
export async function makeServerCertificate(
  file: string,
  names: readonly string[],
): Promise<SelfSigned> {
  const made = selfSigned("Palisade", 30, [...names, "localhost", "127.0.0.1"]);
  await writeFile(file, made.certificate);
  return made;
}
