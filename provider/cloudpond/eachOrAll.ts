import { LongListError, ThrottledError, UnavailableError } from "./errors.js";
import { Gathered, type Gathering } from "./gathered.js";

/** The two ways to learn something of several objects. */
export interface Ways<T> {
  /** Asks for one object. */
  readonly each: (id: string) => Promise<T>;
  /**
   * Reads a list of all, as long as it has no more pages than these.
   * @returns how to look an object up in it; undefined where the list does not tell objects apart
   */
  readonly all: (mostPages: number) => Promise<((id: string) => T | Promise<T>) | undefined>;
}

/**
 * Answers those who ask side by side, each by itself or all from one list, whichever takes fewer requests. How long the list
 * is shows only when it is read, so that it is given up at the page from which on it would be the longer way.
 */
export class EachOrAll<T> {
  private readonly gathered: Gathered<string, (id: string) => T | Promise<T>>;
  /** A list of this many pages was not the whole one, or was no help. */
  private tooFewPages = 0;

  constructor(
    private readonly ways: Ways<T>,
    gathering: Gathering,
  ) {
    this.gathered = new Gathered((ids) => this.read(ids), gathering);
  }

  async ask(id: string): Promise<T> {
    return (await this.gathered.ask(id))(id);
  }

  private async read(asked: readonly string[]): Promise<(id: string) => T | Promise<T>> {
    const ids = [...new Set(asked)];
    // A list of several pages is read twice, to be sure of it.
    const mostPages = Math.max(1, Math.floor(ids.length / 2));
    const listed = ids.length > 1 && mostPages > this.tooFewPages ? await this.listed(mostPages) : undefined;
    if (listed !== undefined) return listed;
    const answers = new Map(ids.map((id) => [id, this.ways.each(id)]));
    await Promise.allSettled(answers.values());
    return (id) => answers.get(id)!;
  }

  /** Whoever may not list everything may still ask for what is theirs. */
  private async listed(mostPages: number): Promise<((id: string) => T | Promise<T>) | undefined> {
    try {
      const lookUp = await this.ways.all(mostPages);
      if (lookUp === undefined) this.tooFewPages = Infinity;
      return lookUp;
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof ThrottledError) throw error;
      this.tooFewPages = error instanceof LongListError ? mostPages : Infinity;
      return undefined;
    }
  }
}
