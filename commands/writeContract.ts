import { writeFile } from "node:fs/promises";

/** The contract can't be written where it should go. */
export class ContractFileError extends Error {
  override readonly name = "ContractFileError";

  constructor(file: string, cause: Error) {
    super(`"${file}" can't be written (${cause.message}). Give --out a file in a folder of yours.`);
  }
}

/** @throws ContractFileError when there is no such folder, or it can't be written to */
export async function writeContract(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new ContractFileError(file, error as Error);
  }
}
