/** The settings cannot be used; nothing was sent anywhere. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(
    /** One whole sentence each, naming both spellings of the setting; never a secret. */
    readonly problems: readonly string[],
  ) {
    super(`The settings for CloudPond cannot be used. ${problems.join(" ")}`);
  }
}
