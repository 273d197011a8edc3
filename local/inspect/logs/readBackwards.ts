import type { FileHandle } from "node:fs/promises";

/** A line of a file. */
export interface FileLine {
  readonly text: string;
  /** Offset of its first byte. */
  readonly start: number;
  readonly isCut: boolean;
}

const chunkBytes = 64 * 1024;

/** Of a longer line, only the beginning is shown. */
export const maxLineBytes = 64 * 1024;

const lineFeed = 10;

/**
 * The lines of a file before an offset, the last first. Reads from the end in small parts, so that the size of
 * the file does not matter.
 *
 * @param onRead - called with the number of bytes of each part
 */
export async function* readBackwards(
  file: Pick<FileHandle, "read">,
  before: number,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<FileLine> {
  const pending = new PendingLine();
  for (let position = before; position > 0;) {
    const size = Math.min(chunkBytes, position);
    position -= size;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, position);
    onRead(bytesRead);
    let end = bytesRead;
    for (let feed = end; (feed = buffer.lastIndexOf(lineFeed, feed - 1)) >= 0 && end > 0;) {
      pending.prepend(buffer.subarray(feed + 1, end));
      if (!pending.isEmpty) yield pending.take(position + feed + 1);
      end = feed;
      if (feed === 0) break;
    }
    pending.prepend(buffer.subarray(0, end));
  }
  if (!pending.isEmpty) yield pending.take(0);
}

/** A line whose beginning is not read yet. Of a very long one, the bytes at its end are forgotten. */
class PendingLine {
  #parts: Buffer[] = [];
  #bytes = 0;
  #isCut = false;

  get isEmpty(): boolean {
    return this.#bytes === 0;
  }

  prepend(part: Buffer): void {
    if (part.length === 0) return;
    this.#parts.unshift(part);
    this.#bytes += part.length;
    if (this.#bytes <= maxLineBytes) return;
    this.#isCut = true;
    this.#parts = [Buffer.concat(this.#parts).subarray(0, maxLineBytes)];
    this.#bytes = maxLineBytes;
  }

  take(start: number): FileLine {
    const text = Buffer.concat(this.#parts).toString("utf8").replace(/\r$/, "");
    const line = { text, start, isCut: this.#isCut };
    this.#parts = [];
    this.#bytes = 0;
    this.#isCut = false;
    return line;
  }
}
