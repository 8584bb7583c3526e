import { microseconds } from "../clock.js";
import { ok, parseJson, type Call, type Operation } from "../operation.js";
import { Refusal } from "../refusal.js";
import { listOf, object, oneOf, sentence, text, type Shape } from "../shape.js";

interface TokenRequest {
  readonly auth: {
    readonly identity: {
      readonly methods: readonly string[];
      readonly password: {
        readonly user: { readonly name: string; readonly password: string; readonly domain: { readonly name: string } };
      };
    };
    readonly scope: { readonly domain: { readonly name?: string; readonly id?: string } };
  };
}

type Identity = TokenRequest["auth"]["identity"];
type PasswordUser = Identity["password"]["user"];

/** CloudPond is an account-level service, so only an account-scoped token (`scope.domain`) is of any use. */
const tokenRequest: Shape<TokenRequest> = object<TokenRequest>({
  auth: object<TokenRequest["auth"]>({
    identity: object<Identity>({
      methods: listOf(oneOf("password"), 1),
      password: object<Identity["password"]>({
        user: object<PasswordUser>({
          name: text(),
          password: text(),
          domain: object<{ name: string }>({ name: text() }),
        }),
      }),
    }),
    scope: object<TokenRequest["auth"]["scope"]>({
      domain: object<{ name?: string; id?: string }>({}, { name: text(), id: text() }),
    }),
  }),
});

function createToken({ world, query, body }: Call): ReturnType<Operation["handle"]> {
  const { account, users } = world.seed;
  const value = parseJson(body);
  const problems = tokenRequest(value, "");
  if (problems.length > 0) throw new Refusal("identity", 400, "Bad Request", sentence(problems));
  const { identity, scope } = (value as TokenRequest).auth;
  const { user } = identity.password;
  const known = users.find(({ name, password }) => name === user.name && password === user.password);
  const isOwnAccount =
    user.domain.name === account.name &&
    (scope.domain.name ?? account.name) === account.name &&
    (scope.domain.id ?? account.id) === account.id;
  if (known === undefined || !isOwnAccount) {
    throw new Refusal("identity", 401, "Unauthorized", "The username or password is wrong.");
  }
  const { token, issuedMs, expiresMs } = world.tokens.issue();
  return {
    status: 201,
    headers: { "x-subject-token": token },
    body: {
      token: {
        methods: ["password"],
        issued_at: microseconds(issuedMs),
        expires_at: microseconds(expiresMs),
        domain: { id: account.id, name: account.name },
        user: { name: known.name, domain: { id: account.id, name: account.name } },
        roles: [],
        ...(query.all("nocatalog").includes("true") ? {} : { catalog: [] }),
      },
    },
  };
}

/** The two calls of IAM that a CloudPond client needs. */
export const identityOperations: readonly Operation[] = [
  { id: "CreateToken", method: "POST", path: "/v3/auth/tokens", access: "open", handle: createToken },
  {
    id: "ListAuthDomains",
    method: "GET",
    path: "/v3/auth/domains",
    access: "caller",
    handle: ({ world }) => {
      const { id, name } = world.seed.account;
      return ok({ domains: [{ id, name, enabled: true, description: "" }], links: { next: null, previous: null } });
    },
  },
];
