// SPDX-License-Identifier: Apache-2.0
// node tests/wallet/credential.mjs <FILE: holds the claims of credentials, a JSON array, against the Open Badges 3.0 schema of
// LearnCard, a wallet for credentials. Prints what is wrong, and ends with 1; with 1 too when it misses nothing in one that lacks something.
import { readFileSync } from "node:fs";
import { UnsignedAchievementCredentialValidator as schema } from "@learncard/types";

const lacking = [
  (claims) => delete claims.credentialSubject.achievement.criteria,
  (claims) => delete claims.credentialSubject.achievement.name,
  (claims) => delete claims.issuer,
];
for (const claims of JSON.parse(readFileSync(0, "utf8"))) {
  const { success, error } = schema.safeParse(claims);
  if (!success) {
    console.log(JSON.stringify(error.issues));
    process.exitCode = 1;
  }
  for (const [number, take] of lacking.entries()) {
    const less = structuredClone(claims);
    take(less);
    if (schema.safeParse(less).success) {
      console.log(`number ${number} is not missed`);
      process.exitCode = 1;
    }
  }
}
