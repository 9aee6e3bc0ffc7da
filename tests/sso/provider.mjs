// SPDX-License-Identifier: Apache-2.0
// A provider of single sign-on for tests: oidc-provider, a certified one, with its own pages, on a free port of loopback.
//   node provider.mjs '{"clients": […], "people": {"mia": {"email": …}}}'
// prints the issuer and serves until it is told to stop. Any password is right.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Node looks for packages beside the file that asks; they are installed in web/.
const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const { clients, people } = JSON.parse(process.argv[2]);

function key(kid, alg, [type, options]) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
}

const keys = [
  key("rsa", "RS256", ["rsa", { modulusLength: 2048 }]),
  key("pss", "PS256", ["rsa", { modulusLength: 2048 }]),
  key("ec", "ES256", ["ec", { namedCurve: "P-256" }]),
  key("ed", "EdDSA", ["ed25519", {}]),
];

const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks: { keys },
  cookies: { keys: ["only for tests"] },
  claims: { profile: ["name", "preferred_username"], email: ["email", "email_verified"], groups: ["groups"] },
  scopes: ["openid", "offline_access", "profile", "email", "groups"],
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA", "HS256"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Grant: 300, Session: 300 },
});
server.on("request", provider.callback());
process.on("SIGTERM", () => process.exit(0));
console.log(issuer);
