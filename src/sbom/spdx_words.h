/* SPDX-License-Identifier: Apache-2.0 */
/* Words of SPDX 2 and 3, and CycloneDX's for the same, which facts are told in. The two versions spell one word differently
   ("DEPENDS_ON" and "dependsOn", "SHA3-256" and "sha3_256"): words are compared without case, hyphens and underscores.
   Example: spdx_words_hash(TEXT("SHA256")) and spdx_words_hash(TEXT("sha256")) are "SHA-256" */
#ifndef SBOM_SPDX_WORDS_H
#define SBOM_SPDX_WORDS_H

#include "base/text.h"

/* A word without case, hyphens and underscores, to compare with many: "dependson". */
struct spdx_words_plain {
    char at[48];
    size_t len;
};

struct spdx_words_plain spdx_words_plain(struct text word);
/* Returns whether they are the same; letters has small letters and digits only. */
bool spdx_words_same(const struct spdx_words_plain *word, const char *letters);

/* Returns text, or an empty one where SPDX says that it does not say (NOASSERTION) or that there is none (NONE). */
struct text spdx_words_said(struct text text);

/* Returns CycloneDX's type of component for a purpose, or an empty text where it has none ("SOURCE"). */
struct text spdx_words_type(struct text purpose);
/* Returns CycloneDX's name of a hash algorithm; as written where it has none. */
struct text spdx_words_hash(struct text algorithm);
/* Returns CycloneDX's type of an external reference ("advisories" for "securityAdvisory"), "other" where it has none; a type of
   CycloneDX's stays as it is. */
struct text spdx_words_reference(struct text type);
/* Returns the kind of a download location: "vcs" of "git+https://…" (2.3, 7.7), else "distribution". */
struct text spdx_words_location(struct text url);
/* Returns the key of an identifier as sbom_fact.h has it: "purl", "cpe23", "omniborId"; or an empty text for what is none. */
struct text spdx_words_identifier(struct text type);

/* Who did something: "Organization: ACME (mail@example.org)" (2.3, 6.8). */
enum spdx_words_kind {
    SPDX_WORDS_UNKNOWN,
    SPDX_WORDS_PERSON,
    SPDX_WORDS_ORGANIZATION,
    SPDX_WORDS_TOOL,
    SPDX_WORDS_KINDS
};

struct spdx_words_party {
    enum spdx_words_kind kind;
    struct text name, contact; /* an address or URL, or empty */
};

struct spdx_words_party spdx_words_party(struct text text);

#endif
