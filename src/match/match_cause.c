/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_cause.h"

static const struct {
    const char *name, *words;
} causes[MATCH_CAUSE_COUNT] = {
    [MATCH_CAUSE_NONE] = {"none", "no cause is known"},
    [MATCH_CAUSE_NO_VERSION] = {"no_version", "the component has no version"},
    [MATCH_CAUSE_VERSION_UNREADABLE] = {"version_unreadable", "the version cannot be read"},
    [MATCH_CAUSE_VERSION_MOVES] = {"version_moves", "the version moves from release to release"},
    [MATCH_CAUSE_STREAM_UNKNOWN] = {"stream_unknown", "the module stream is not known"},
    [MATCH_CAUSE_NO_ORDER] = {"no_order", "the versions have no known order"},
    [MATCH_CAUSE_EVENT_UNREADABLE] = {"event_unreadable",
        "a version that the advisory names cannot be read"},
    [MATCH_CAUSE_COMMITS_ONLY] = {"commits_only", "the advisory names commits only"},
    [MATCH_CAUSE_NO_RANGE] = {"no_range", "the advisory names no versions"},
    [MATCH_CAUSE_NO_ECOSYSTEM] = {"no_ecosystem", "the SBOM does not say which package it is"},
    [MATCH_CAUSE_OTHER_ECOSYSTEM] = {"other_ecosystem", "not an ecosystem of OSV"},
    [MATCH_CAUSE_NO_RELEASE] = {"no_release", "the SBOM does not say which release"},
    [MATCH_CAUSE_NO_SOURCE] = {"no_source", "no advisory source is imported"},
    [MATCH_CAUSE_OWNER_NOT_COVERED] = {"owner_not_covered",
        "owned by an operating system that no advisory source covers"},
    [MATCH_CAUSE_OWNED] = {"owned", "judged through the operating system"},
    [MATCH_CAUSE_CPE_TARGET] = {"cpe_target",
        "the CPE does not tell for which platform or beside which product it is"},
    [MATCH_CAUSE_BY_CPE] = {"by_cpe", "known by its CPE only"},
};

/* What is read from a database may be of a later version. */
static enum match_cause known(enum match_cause cause)
{
    return (unsigned)cause < MATCH_CAUSE_COUNT ? cause : MATCH_CAUSE_NONE;
}

const char *match_cause_name(enum match_cause cause)
{
    return causes[known(cause)].name;
}

const char *match_cause_words(enum match_cause cause)
{
    return causes[known(cause)].words;
}
