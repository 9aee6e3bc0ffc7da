// SPDX-License-Identifier: Apache-2.0
// A provider of single sign-on that lies, for tests: it has no pages, and what its token endpoint answers is told by the code.
//   node hostile.mjs
// prints its issuer. A code is base64url of {"trick": "expired", "nonce": …, "sub": …}; POST /rotate makes it sign with another key, and
// GET /asked tells how often each address was asked.
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";

const server = createServer(answer);
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

let serial = 0;
function newKey() {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { id: `key-${++serial}`, ...pair };
}
let key = newKey();
const stranger = newKey();
const asked = {};

const encode = (value) => Buffer.from(value).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);

function jwk() {
  return { ...key.publicKey.export({ format: "jwk" }), kid: key.id, use: "sig" };
}

function token(header, claims, signature) {
  const signed = `${encode(JSON.stringify(header))}.${typeof claims === "string" ? encode(claims) : encode(JSON.stringify(claims))}`;
  return `${signed}.${signature(signed)}`;
}

const rsa = (by) => (signed) => sign("sha256", Buffer.from(signed), by.privateKey).toString("base64url");
const hmac = (secret) => (signed) => createHmac("sha256", secret).update(signed).digest("base64url");

/** What each trick changes in a good token. */
const TRICKS = {
  none: (header, claims) => token({ alg: "none" }, claims, () => ""),
  none_signed: (header, claims) => token({ alg: "none", kid: key.id }, claims, rsa(key)),
  // The public key, in each form that a careless library could take for a shared secret.
  hmac_pem: (header, claims) =>
    token({ ...header, alg: "HS256" }, claims, hmac(key.publicKey.export({ format: "pem", type: "spki" }))),
  hmac_jwk: (header, claims) => token({ ...header, alg: "HS256" }, claims, hmac(JSON.stringify(jwk()))),
  hmac_secret: (header, claims) => token({ ...header, alg: "HS256" }, claims, hmac("s3cret")),
  stranger: (header, claims) => token(header, claims, rsa(stranger)),
  own_key: (header, claims) =>
    token({ ...header, kid: "own", jwk: stranger.publicKey.export({ format: "jwk" }) }, claims, rsa(stranger)),
  wrong_iss: (header, claims) => token(header, { ...claims, iss: "https://id.example.org" }, rsa(key)),
  wrong_aud: (header, claims) => token(header, { ...claims, aud: "another" }, rsa(key)),
  wrong_azp: (header, claims) => token(header, { ...claims, aud: ["kenzen", "x"], azp: "x" }, rsa(key)),
  wrong_nonce: (header, claims) => token(header, { ...claims, nonce: "another" }, rsa(key)),
  no_nonce: (header, { nonce, ...claims }) => token(header, claims, rsa(key)),
  expired: (header, claims) => token(header, { ...claims, iat: now() - 900, exp: now() - 300 }, rsa(key)),
  old: (header, claims) => token(header, { ...claims, iat: now() - 900 }, rsa(key)),
  future: (header, claims) => token(header, { ...claims, iat: now() + 900, exp: now() + 1800 }, rsa(key)),
  not_yet: (header, claims) => token(header, { ...claims, nbf: now() + 900 }, rsa(key)),
  no_exp: (header, { exp, ...claims }) => token(header, claims, rsa(key)),
  no_sub: (header, { sub, ...claims }) => token(header, claims, rsa(key)),
  long_sub: (header, claims) => token(header, { ...claims, sub: "x".repeat(256) }, rsa(key)),
  twice: (header, claims) => token(header, JSON.stringify(claims).replace("{", `{"sub":"admin",`), rsa(key)),
  access_token: (header, claims) => token({ ...header, typ: "at+jwt" }, claims, rsa(key)),
  wrong_at_hash: (header, claims) => token(header, { ...claims, at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }, rsa(key)),
  changed: (header, claims) => token(header, claims, rsa(key)).replace(/\.[^.]+\./, `.${encode(JSON.stringify({ ...claims, sub: "admin" }))}.`),
  padded: (header, claims) => `${token(header, claims, rsa(key))}=`,
  huge: (header, claims) => token(header, { ...claims, x: "x".repeat(70000) }, rsa(key)),
  good: (header, claims) => token(header, claims, rsa(key)),
};

function tokens(form) {
  const { trick, nonce, sub, more } = JSON.parse(Buffer.from(form.get("code"), "base64url").toString());
  const header = { alg: "RS256", kid: key.id, typ: "JWT" };
  const claims = { iss: issuer, aud: "kenzen", sub, nonce, iat: now(), exp: now() + 300, ...more };
  return { token_type: "Bearer", access_token: `for-${sub}`, id_token: TRICKS[trick](header, claims) };
}

const json = (reply, status, value) => {
  reply.writeHead(status, { "Content-Type": "application/json" });
  reply.end(JSON.stringify(value));
};

async function answer(request, reply) {
  const { pathname } = new URL(request.url, issuer);
  asked[pathname] = (asked[pathname] ?? 0) + 1;
  let body = "";
  for await (const piece of request) body += piece;
  if (pathname === "/.well-known/openid-configuration") {
    json(reply, 200, {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ["code"],
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
      authorization_response_iss_parameter_supported: true,
    });
  } else if (pathname === "/keys") json(reply, 200, { keys: [jwk()] });
  else if (pathname === "/token") json(reply, 200, tokens(new URLSearchParams(body)));
  else if (pathname === "/userinfo") json(reply, 200, { sub: "somebody-else", email: "ceo@example.org", email_verified: true });
  else if (pathname === "/rotate") json(reply, 200, { id: (key = newKey()).id });
  else if (pathname === "/asked") json(reply, 200, asked);
  else json(reply, 404, {});
}

process.on("SIGTERM", () => process.exit(0));
console.log(issuer);
