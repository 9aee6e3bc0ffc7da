/* SPDX-License-Identifier: Apache-2.0 */
/* Versions as bytes that are quick to compare: made once, compared millions of times.
   Example: version_key_add(VERSION_PYPI, TEXT("1.0rc1"), &a, err); … version_key_compare(VERSION_PYPI, a, b) gives -1. */
#ifndef DOMAIN_VERSION_KEY_H
#define DOMAIN_VERSION_KEY_H

#include "base/buf.h"
#include "domain/version.h"

/* The layout of the keys: a file that holds keys of another one cannot be used. */
enum { VERSION_KEY_LAYOUT = 1 };

/* What comparing gives for two versions that are both readable and still have no order. */
enum { VERSION_KEY_NO_ORDER = 2 };

/* Adds the key of version to out; white space around the version does not count. Versions with the same key are equal, and
   equal versions have the same key; but for pacman, to which 1.0 is equal to 1.0-1 and to 1.0-2. Fails as version_check
   does, and then out is as before. */
MUST_USE bool version_key_add(
    enum version_scheme scheme, struct text version, struct buf *out, struct err *err);

/* The same for a version without white space around it that version_check has passed: fails only with too long a key. */
MUST_USE bool version_key_add_checked(
    enum version_scheme scheme, struct text version, struct buf *out, struct err *err);

/* Compares two keys as version_compare compares their versions: -1, 0, 1, or VERSION_KEY_NO_ORDER where the scheme gives two
   readable versions no order. Keys that version_key_add did not make give some answer, but never a read outside of them. */
int version_key_compare(enum version_scheme scheme, struct text a, struct text b);

/* Whether the keys of scheme are ordered by their bytes (memcmp, then the shorter first), so that they may be sorted and
   searched without version_key_compare. The orders of Maven and pacman are none, branches of Packagist have none, and
   generic versions seldom, so those are not. */
bool version_key_is_ordered(enum version_scheme scheme);

#endif
