/* SPDX-License-Identifier: Apache-2.0 */
/* What constraints ask of a version beyond its order: what kind it is, and what it begins with. Only constraint*.c include
   this. Example: constraint_trait_of(VERSION_SEMVER, TEXT("1.0.0-rc1")) gives CONSTRAINT_NO_PRE. */
#ifndef DOMAIN_CONSTRAINT_TRAIT_H
#define DOMAIN_CONSTRAINT_TRAIT_H

#include "domain/constraint.h"

/* A version as PEP 440 sees it. */
struct constraint_pep440 {
    struct text base;   /* epoch and release: "1!2.0" */
    struct text public; /* without the local part */
    struct text family; /* without post-release and local part */
    bool has_pre, has_post, has_dev, has_local;
};

/* Returns whether PEP 440 can read the version. */
bool constraint_trait_pep440(struct text version, struct constraint_pep440 *ret_parts);

/* Returns the bits CONSTRAINT_NO_… that would leave the version out. */
unsigned constraint_trait_of(enum version_scheme scheme, struct text version);

/* Returns the beginning of the version that a level looks at; all of it where the scheme has no such level. */
struct text constraint_trait_stem(
    enum version_scheme scheme, enum constraint_level level, struct text version);

#endif
