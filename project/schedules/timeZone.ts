import { ExpressionError } from "./expressionError.ts";

/** A time on the clocks of a place. */
export interface ClockTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Converts between instants, in ms since 1970, and the clocks of a time zone. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;

  /**
   * @param name - a name of the IANA database, such as `Europe/Berlin`
   * @throws ExpressionError
   */
  constructor(name: string) {
    try {
      this.#format = formatOf(name);
    } catch {
      throw new ExpressionError(
        `The time zone "${name}" does not exist. Use a name of the IANA database, such as Europe/Berlin.`,
      );
    }
  }

  /** Its name, with letters in the case of the database; another name for one that was renamed. */
  get name(): string {
    return this.#format.resolvedOptions().timeZone;
  }

  clockAt(instant: number): ClockTime {
    const parts = this.#format.formatToParts(instant).map(({ type, value }) => [type, value]);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts) as Record<
      keyof ClockTime,
      string
    >;
    return {
      ...{ year: Number(year), month: Number(month), day: Number(day) },
      ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
    };
  }

  /**
   * The instant at which clocks show a time.
   *
   * @returns the first one if they show it twice, undefined if they skip it
   */
  instantOf(clock: ClockTime): number | undefined {
    const asUtc = utc(clock);
    // The offset changes at most once within two days.
    const offsets = [this.#offsetAt(asUtc - dayMs), this.#offsetAt(asUtc + dayMs)];
    const instants = offsets.map((offset) => asUtc - offset);
    const valid = instants.filter((instant) => utc(this.clockAt(instant)) === asUtc);
    return valid.length === 0 ? undefined : Math.min(...valid);
  }

  #offsetAt(instant: number): number {
    const whole = Math.floor(instant / 1_000) * 1_000;
    return utc(this.clockAt(whole)) - whole;
  }
}

/** Making one takes longer than all that follows. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    formats.set(timeZone, format);
  }
  return format;
}

const utc = ({ year, month, day, hour, minute, second }: ClockTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);
