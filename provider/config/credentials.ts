import type { Credentials } from "../auth/credentials.js";
import { parseTyped, parseWord } from "./parsers.js";
import { SPELLINGS, spelled, type Reading, type SettingName, type Source, type Sources } from "./sources.js";

/** One way to prove who orders: what it needs, what it may have, and what shows that it is meant. */
interface CredentialSet {
  readonly title: string;
  readonly required: readonly SettingName[];
  /** Any of these being set means that this set is wanted; an account name alone says nothing about the way. */
  readonly marks: readonly SettingName[];
  build(value: (name: SettingName) => string, optional: (name: SettingName) => string | undefined): Credentials;
}

/** In the order in which they are taken within a source. */
const SETS: readonly CredentialSet[] = [
  {
    title: "a token",
    required: ["authToken"],
    marks: ["authToken"],
    build: (value) => ({ kind: "token", token: value("authToken") }),
  },
  {
    title: "an access key",
    required: ["accessKey", "secretKey"],
    marks: ["accessKey", "secretKey", "securityToken"],
    build: (value, optional) => {
      const securityToken = optional("securityToken");
      return {
        kind: "accessKey",
        accessKey: value("accessKey"),
        secretKey: value("secretKey"),
        ...(securityToken === undefined ? {} : { securityToken }),
      };
    },
  },
  {
    title: "a user and password",
    required: ["userName", "userPassword", "domainName"],
    marks: ["userName", "userPassword"],
    build: (value) => ({
      kind: "password",
      userName: value("userName"),
      userPassword: value("userPassword"),
      domainName: value("domainName"),
    }),
  },
];

const PARSERS: Partial<Record<SettingName, (text: string) => Reading<string>>> = {
  authToken: parseWord,
  accessKey: parseWord,
  secretKey: parseWord,
  securityToken: parseWord,
};

const ORDER: readonly Source[] = ["environment", "configuration"];

/**
 * Takes one complete set from one source: the environment first, then the configuration. A set that is begun and not
 * complete is a problem even where the other source has a complete one: neither mixing two sources nor silently
 * ordering in another name than the one that was begun is acceptable, and five failed authentications lock a key.
 *
 * @returns undefined when there is a problem, which is then among `sources.problems`.
 */
export function readCredentials(sources: Sources): Credentials | undefined {
  for (const source of ORDER) {
    const wanted = SETS.find(({ marks }) => marks.some((name) => sources.text(name, source) !== undefined));
    if (wanted !== undefined) return take(wanted, source, sources);
  }
  sources.problems.push(
    `No credentials are set. Set one of: ${SETS.map(({ title, required }) => `${title} (${names(required)})`).join("; ")}.`,
  );
  return undefined;
}

function take(set: CredentialSet, source: Source, sources: Sources): Credentials | undefined {
  const missing = set.required.filter((name) => sources.text(name, source) === undefined);
  if (missing.length > 0) {
    const given = set.marks.filter((name) => sources.text(name, source) !== undefined);
    sources.problems.push(
      `The ${source} sets ${given.map((name) => SPELLINGS[name][source]).join(" and ")} but not ` +
        `${missing.map((name) => SPELLINGS[name][source]).join(" and ")}: ${set.title} needs ${names(set.required)}, ` +
        "all from the same source.",
    );
    return undefined;
  }
  const before = sources.problems.length;
  const read = (name: SettingName): string | undefined => sources.parsed(name, source, PARSERS[name] ?? parseTyped);
  const credentials = set.build((name) => read(name) ?? "", read);
  return sources.problems.length === before ? credentials : undefined;
}

const names = (settings: readonly SettingName[]): string => settings.map(spelled).join(", ");
