// Looks for secrets in whatever a run leaves behind, in every form in which one may have got there.

/** Secrets by what they are. */
export type Secrets = Readonly<Record<string, string>>;
/** Texts by where they were found. */
export type Places = Readonly<Record<string, string>>;

/** Every form of a secret, by its name. */
export function formsOf(secret: string): ReadonlyMap<string, readonly string[]> {
  const json = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(json).slice(1, -1);
  const half = Math.ceil(secret.length / 2);
  const hex = Buffer.from(secret).toString("hex");
  const strict = encodeURIComponent(secret).replace(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const encoded = [
    encodeURIComponent(secret),
    strict,
    encodeURI(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
  ];
  return new Map([
    ["plain", [secret]],
    ["a half of it", [secret.slice(0, half), secret.slice(-half)]],
    ["JSON", [json, json.replaceAll("/", "\\/"), twice]],
    ["Base64", inBase64(secret)],
    ["Base64 for addresses", inBase64(secret).map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))],
    ["percent-encoded", encoded.flatMap((text) => [text, text.replace(/%../gu, (code) => code.toLowerCase())])],
    ["hex", [hex, hex.toUpperCase()]],
  ]);
}

/**
 * Three bytes are four letters, so a secret inside a longer text has one of three forms: what its neighbours have no part
 * in is looked for.
 */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** What was found where: "the password, Base64, in stdout". */
export function found(secrets: Secrets, places: Places): string[] {
  return Object.entries(secrets).flatMap(([what, secret]) => {
    const forms = [...formsOf(secret)];
    return Object.entries(places).flatMap(([where, text]) =>
      forms
        .filter(([, texts]) => texts.some((form) => text.includes(form)))
        .map(([form]) => `the ${what}, ${form}, in ${where}`),
    );
  });
}
