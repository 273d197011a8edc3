/** Something that Python packages make up can't be installed. */
export class InstallError extends Error {
  override readonly name = "InstallError";
}
