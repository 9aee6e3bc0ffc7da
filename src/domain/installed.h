/* SPDX-License-Identifier: Apache-2.0 */
/* What an SBOM gives as the version of a package may be none: a requirement ("^1.2", "[1.0,2.0)"), a placeholder ("latest"), a
   branch, a commit. Tools that read anything as a version would order these too, and the answer would mean nothing.
   Example: installed_read(&installed, ecosystem, TEXT("v4"), arena, err) of GitHub Actions gives 4.0.0 and what is above all of 4 */
#ifndef DOMAIN_INSTALLED_H
#define DOMAIN_INSTALLED_H

#include "domain/ecosystem.h"

struct installed {
    struct text lowest,
        highest; /* the same, but of what moves: the first that it may be, and one above all that it may be */
    bool is_moving; /* "v4" of an action is the newest release of 4, whichever that was */
};

/* Fails with ERR_SYNTAX, and the reason, when version can be compared with nothing; also when the ecosystem's order cannot
   read it, or is not known. Texts borrow from version or live in arena. */
MUST_USE bool installed_read(struct installed *ret_installed, const struct ecosystem *ecosystem,
    struct text version, struct arena *arena, struct err *err);

#endif
