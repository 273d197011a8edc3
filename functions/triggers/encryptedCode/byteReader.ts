/** An encrypted message is not valid. Its text has nothing of the content. */
export class EncryptedMessageError extends Error {
  override readonly name = "EncryptedMessageError";
}

/** Reads a message's fields, whose numbers are big-endian. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @throws EncryptedMessageError if fewer are left */
  bytes(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new EncryptedMessageError("it ends too early");
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  /** @param size - in bytes, at most 6 */
  number(size: number): number {
    return this.bytes(size).readUIntBE(0, size);
  }

  /** Bytes after their own length, of two bytes. */
  sized(): Buffer {
    return this.bytes(this.number(2));
  }

  text(): string {
    return this.sized().toString();
  }

  /** All that was read so far. */
  get past(): Buffer {
    return this.#bytes.subarray(0, this.#position);
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }
}
