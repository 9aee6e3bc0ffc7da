/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_step.h"

#include "base/buf.h"
#include "base/clock.h"

/* Values stand in braces. */
static const struct {
    const char *name, *sentence;
} kinds[MATCH_STEP_KINDS] = {
    [MATCH_STEP_COMPONENT_LISTED] = {"component_listed",
        "the SBOM lists {name} {version} at {place}"},
    [MATCH_STEP_COMPONENT_STORED] = {"component_stored",
        "the SBOM lists {name} {version} as its component number {place}"},
    [MATCH_STEP_COMPONENT_BARE] = {"component_bare",
        "{name} {version} is asked about by itself, without an SBOM"},
    [MATCH_STEP_TWINS] = {"twins",
        "the SBOM lists the same package version at more places: {count}"},
    [MATCH_STEP_ASKED] = {"asked", "asked for was {asked}"},
    [MATCH_STEP_PURL] = {"purl", "its package URL in normal form is {purl}"},
    [MATCH_STEP_PURL_NONE] = {"purl_none", "it has no package URL"},
    [MATCH_STEP_PATH] = {"path", "it got in by {path}"},
    [MATCH_STEP_ODDITY] = {"oddity", "strange about it: {reason}"},
    [MATCH_STEP_GROUP] = {"group", "it is no package, but holds some: there is nothing to match"},
    [MATCH_STEP_ECOSYSTEM_TYPE] = {"ecosystem_type",
        "it is the package {package} of {ecosystem}, by the type of its package URL"},
    [MATCH_STEP_ECOSYSTEM_DISTRO] = {"ecosystem_distro",
        "it is the package {package} of {ecosystem}, by the distro {distro} in its package URL"},
    [MATCH_STEP_ECOSYSTEM_SYSTEM] = {"ecosystem_system",
        "it is the package {package} of {ecosystem}, by the operating system that the SBOM names"},
    [MATCH_STEP_ECOSYSTEM_UNRELEASED] = {"ecosystem_unreleased",
        "it is the package {package} of {ecosystem}, but nothing says of which release"},
    [MATCH_STEP_ECOSYSTEM_KNOWN] = {"ecosystem_known",
        "it is the package {package} of {ecosystem}"},
    [MATCH_STEP_ECOSYSTEM_CPE] = {"ecosystem_cpe",
        "it is looked up by its CPE, {package}, in CVE records: no advisory of an ecosystem is about it"},
    [MATCH_STEP_SUPPORTED] = {"supported",
        "its release cycle, {cycle}, is supported until {date} ({source})"},
    [MATCH_STEP_OUT_OF_SUPPORT] = {"out_of_support",
        "its release cycle, {cycle}, is out of support since {date} ({source})"},
    [MATCH_STEP_COVERAGE] = {"coverage",
        "{source} covers {ecosystem}: records {count}, imported {imported}, the newest of {newest}"},
    [MATCH_STEP_GAP] = {"gap", "nothing can be looked up: {reason}"},
    [MATCH_STEP_OWNED] = {"owned",
        "it is part of {owner} ({ecosystem}), which is judged instead: what advisories for its language say does not hold"},
    [MATCH_STEP_NO_INDEX] = {"no_index", "there is no advisory index yet"},
    [MATCH_STEP_SCHEME] = {"scheme", "versions are compared in the order {scheme}"},
    [MATCH_STEP_SCHEME_NONE] = {"scheme_none",
        "the order of {ecosystem} versions is not known: only listed versions decide"},
    [MATCH_STEP_VERSION_NONE] = {"version_none", "it has no version"},
    [MATCH_STEP_VERSION_UNREADABLE] = {"version_unreadable",
        "its version cannot be read: {reason}"},
    [MATCH_STEP_NAME_PACKAGE] = {"name_package",
        "looked up as {package} {version} in {ecosystem}: records {count}"},
    [MATCH_STEP_NAME_SOURCE] = {"name_source",
        "looked up as the source package {package} {version} in {ecosystem}: records {count}"},
    [MATCH_STEP_NAME_BINARY] = {"name_binary",
        "looked up as the binary package {package} {version} in {ecosystem}: records {count}"},
    [MATCH_STEP_NAME_SKIPPED] = {"name_skipped",
        "not looked up as the binary package {package}: the advisories of {ecosystem} name source packages"},
    [MATCH_STEP_ID_UNKNOWN] = {"id_unknown", "no record of any source bears {id}"},
    [MATCH_STEP_ID_RECORDS] = {"id_records",
        "records that bear {id}: {count}, of which name this package: {named}"},
    [MATCH_STEP_RECORD] = {"record",
        "{record} of {source}, modified {modified}, names {package}: {verdict}"},
    [MATCH_STEP_RECORD_ELSEWHERE] = {"record_elsewhere",
        "{record} of {source}, modified {modified}, names other packages: {packages}"},
    [MATCH_STEP_RECORDS_LEFT_OUT] = {"records_left_out", "records that are left out here: {count}"},
    [MATCH_STEP_IN_BETWEEN] = {"in_between", "{since} <= {version} {sign} {until} ({scheme})"},
    [MATCH_STEP_IN_BELOW] = {"in_below", "{version} < {until} ({scheme})"},
    [MATCH_STEP_IN_UP_TO] = {"in_up_to", "{version} <= {until} ({scheme})"},
    [MATCH_STEP_IN_WITHOUT_END] = {"in_without_end",
        "{version} >= {since}, and no version is known to end it ({scheme})"},
    [MATCH_STEP_IN_ALL] = {"in_all", "every version is affected, {version} too"},
    [MATCH_STEP_OUT_FIXED] = {"out_fixed", "{version} >= {until}, where it is fixed ({scheme})"},
    [MATCH_STEP_OUT_LAST] = {"out_last",
        "{version} > {until}, the last that is affected ({scheme})"},
    [MATCH_STEP_OUT_BEFORE] = {"out_before", "{version} < {since}, where it begins ({scheme})"},
    [MATCH_STEP_OUT_LIMIT] = {"out_limit",
        "{version} lies beyond the limit of the range ({scheme})"},
    [MATCH_STEP_OUT_EMPTY] = {"out_empty", "the range begins nowhere"},
    [MATCH_STEP_UNREADABLE] = {"unreadable", "cannot be compared: {reason}"},
    [MATCH_STEP_LISTED] = {"listed", "{version} is among the versions listed, {count}"},
    [MATCH_STEP_NOT_LISTED] = {"not_listed", "{version} is not among the versions listed, {count}"},
    [MATCH_STEP_COMMITS] = {"commits", "a range of commits is passed over: a package has versions"},
    [MATCH_STEP_NO_VERSIONS] = {"no_versions",
        "the record names neither versions nor a range of them"},
    [MATCH_STEP_JOINED] = {"joined",
        "one finding, {id}, from the records {records}; its other ids: {aliases}"},
    [MATCH_STEP_REMEDY] = {"remedy", "{record} is the vendor's remedy for {id}, which it names"},
    [MATCH_STEP_DIFFERS_SEVERITY] = {"differs_severity",
        "the sources disagree how severe it is: {words}"},
    [MATCH_STEP_DIFFERS_ANSWER] = {"differs_answer",
        "the sources disagree whether {version} is affected: {words}"},
    [MATCH_STEP_DIFFERS_FIXED] = {"differs_fixed", "the sources disagree what mends it: {words}"},
    [MATCH_STEP_DIFFERS_WITHDRAWN] = {"differs_withdrawn",
        "the sources disagree whether there is a flaw: {words}"},
    [MATCH_STEP_SEVERITY] = {"severity", "severity {severity} {score} by {vector} ({source})"},
    [MATCH_STEP_SEVERITY_UNKNOWN] = {"severity_unknown", "no source says how severe it is"},
    [MATCH_STEP_KEV] = {"kev",
        "in CISA's catalogue of exploited vulnerabilities since {added}, due {due} ({source})"},
    [MATCH_STEP_KEV_RANSOMWARE] = {"kev_ransomware",
        "CISA knows of ransomware that uses it ({source})"},
    [MATCH_STEP_EPSS] = {"epss",
        "probability of exploitation within 30 days {probability}, of {date} ({source})"},
    [MATCH_STEP_SSVC] = {"ssvc",
        "CISA's SSVC of {date}: exploitation {exploitation}, automatable {automatable}, "
        "technical impact {technical_impact} ({source})"},
    [MATCH_STEP_REJECTED] = {"rejected", "{id} was rejected: it names no vulnerability any more"},
    [MATCH_STEP_VEX] = {"vex", "{author} says of {id}: {status} ({document}, {said})"},
    [MATCH_STEP_VEX_OLDER] = {"vex_older",
        "{author} said before of {id}: {status} ({document}, {said})"},
    [MATCH_STEP_VEX_ELSEWHERE] = {"vex_elsewhere",
        "VEX speaks of {id} only in products that are not this one: statements {count}"},
    [MATCH_STEP_IS_AFFECTED] = {"is_affected", "{package} {version} is affected by {id}: {reason}"},
    [MATCH_STEP_IS_UNDECIDABLE] = {"is_undecidable",
        "Whether {package} {version} is affected by {id} cannot be decided: {reason}"},
    [MATCH_STEP_IS_OWNED] = {"is_owned",
        "{package} {version} is not judged by itself: it is owned by the operating system's package {owner}"},
    [MATCH_STEP_IS_NOT_COVERED] = {"is_not_covered",
        "{package} {version} is not covered, so nothing is known of it: {reason}"},
    [MATCH_STEP_IS_CLEARED] = {"is_cleared",
        "{package} {version} is not affected by {id}: {reason}"},
    [MATCH_STEP_IS_SILENCED] = {"is_silenced",
        "{package} {version} is not affected by {id}, as VEX says: {reason}"},
    [MATCH_STEP_IS_WITHDRAWN] = {"is_withdrawn",
        "{package} {version} is not affected by {id}: what names it was withdrawn"},
    [MATCH_STEP_IS_NOTICE] = {"is_notice",
        "{package} {version} is not affected by {id}: what names it is a notice of changes, and of no flaw"},
    [MATCH_STEP_IS_NOT_NAMED] = {"is_not_named",
        "{package} {version} is not affected by {id}, as far as the sources know: no record of {id} names the package"},
    [MATCH_STEP_IS_UNKNOWN_ID] = {"is_unknown_id",
        "No source has a record of {id}, so nothing is known of it"},
    [MATCH_STEP_HAS_FINDINGS] = {"has_findings",
        "{package} {version} is affected by known flaws, {count}: {ids}"},
    [MATCH_STEP_HAS_UNDECIDABLE] = {"has_undecidable",
        "Whether {package} {version} is affected cannot be decided; known flaws in question, {count}: {ids}"},
    [MATCH_STEP_HAS_NONE] = {"has_none",
        "{package} {version} is affected by none of the records that name it, {count}"},
    [MATCH_STEP_HAS_NO_RECORDS] = {"has_no_records",
        "{package} {version} is not affected, as far as the sources know: no record names the package"},
    [MATCH_STEP_IS_NO_PACKAGE] = {"is_no_package",
        "{name} is no package, so there is nothing to match"},
};

/* Returns the value of a name in braces; empty when there is none. */
static struct text value_of(const struct match_step *step, struct text key)
{
    for (size_t i = 0; i < step->value_count; i++)
        if (text_is(key, step->values[i].key))
            return step->values[i].value;
    return (struct text){"", 0};
}

/* A value that is empty takes the space before it with it: a package without a version. */
static struct text fill(const struct match_step *step, struct arena *arena)
{
    struct text rest = text_of(kinds[step->kind].sentence);
    struct buf out;
    buf_init(&out, SIZE_MAX);
    while (rest.len) {
        buf_add(&out, text_cut(&rest, '{'));
        if (!rest.at)
            break;
        struct text value = value_of(step, text_cut(&rest, '}'));
        if (value.len)
            buf_add(&out, value);
        else if (out.len && out.at[out.len - 1] == ' ')
            buf_cut(&out, out.len - 1);
    }
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct match_step match_step_make(
    struct arena *arena, enum match_step_kind kind, const struct match_step_value *values)
{
    struct match_step step = {.kind = kind};
    size_t count = 0;
    while (values && values[count].key)
        count++;
    struct match_step_value *kept = arena_take_array(arena, count, sizeof *kept);
    if (kept && count)
        memcpy(kept, values, count * sizeof *kept);
    step.values = kept;
    step.value_count = kept ? count : 0;
    step.text = fill(&step, arena);
    return step;
}

struct text match_step_number(struct arena *arena, size_t number)
{
    return arena_format(arena, "%zu", number);
}

struct text match_step_date(struct arena *arena, int64_t time_us)
{
    char at[CLOCK_TEXT_SIZE];
    if (time_us == 0)
        return TEXT("never");
    return arena_format(arena, "%.10s", clock_print(time_us, at));
}

struct text match_step_list(struct arena *arena, const struct text *texts, size_t count)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        buf_add_z(&out, i ? ", " : "");
        buf_add(&out, texts[i]);
    }
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

const char *match_step_name(enum match_step_kind kind)
{
    return kinds[kind].name;
}
