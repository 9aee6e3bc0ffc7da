/* SPDX-License-Identifier: Apache-2.0 */
/* What an advisory for rpms means by its versions. They name builds: of a module stream, or the same source built again for
   a later minor release. Example: verdict = match_build_judge(ecosystem, component, &advisory, version, arena)

   A module stream (RHEL 8 and who rebuilds it) has fixes of its own, and none of the others: nodejs 14 is mended in 14.18.2,
   nodejs 16 in 16.13.1. Of a record whose range holds the version:
   - a fix that is a modular build (its release has ".module+" or ".module_") says nothing of an installed build that is none,
     and the other way round;
   - where both are modular, and the SBOM says the module stream and the title of the record names streams ("nodejs:14
     security update"), it speaks of those streams only;
   - where both are modular and one of the two is not said, the record may be about another stream: undecidable.
   A version at or above the fix needs none of this: it is not affected, whichever stream it is of.

   One record may name several builds of one source, 1.0-5.el8 and 1.0-5.el8_4.2: each of them has the fix, and the lowest
   is where it begins. */
#ifndef MATCH_MATCH_BUILD_H
#define MATCH_MATCH_BUILD_H

#include "match/match_record.h"

/* Whether the version is a build of a module stream. */
bool match_build_is_modular(struct text version);

/* Whether a record's title names streams, and whether module ("nodejs:14") is one of them. */
struct match_streams {
    bool are_named, is_among;
};
struct match_streams match_build_streams(struct text summary, struct text module);

/* What match_record_judge says by versions alone, and of rpms what their vendor means by these. */
struct match_verdict match_build_judge(const struct ecosystem *ecosystem,
    const struct sbom_component *component, const struct advisory *advisory, struct text version,
    struct arena *arena);

#endif
