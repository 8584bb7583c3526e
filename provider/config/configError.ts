/** The settings cannot be used; nothing was sent anywhere. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** For the log: where it was thrown says nothing to anybody. */
  readonly technical = "the settings cannot be used";
  constructor(
    /** One whole sentence each, naming both spellings of the setting; never a secret. */
    readonly problems: readonly string[],
  ) {
    super(
      problems.length === 1
        ? `The settings for CloudPond cannot be used. ${problems.join(" ")}`
        : ["The settings for CloudPond cannot be used:", ...problems.map((problem) => `  - ${problem}`)].join("\n"),
    );
  }
}
