/* SPDX-License-Identifier: Apache-2.0 */
/* Semantic Versioning 2.0.0 (semver.org), read as widely as OSV data needs: a leading "v" as Go and tags have
   it, parts left out ("1", "1.2") or too many ("1.2.3.4"), and leading zeros. */
#include "domain/version_scheme.h"

struct semver {
    struct text numbers; /* "1.2.3" */
    struct text pre;     /* "rc.1"; at is NULL without one */
    struct text build;   /* "incompatible"; at is NULL without one */
};

static struct semver split(struct text version)
{
    if (version.at[0] == 'v' || version.at[0] == 'V')
        version = text_from(version, 1);
    struct semver parts;
    struct text front = text_cut(&version, '+');
    parts.build = version;
    parts.numbers = text_cut(&front, '-');
    parts.pre = front;
    return parts;
}

/* Section 9: "Identifiers MUST comprise only ASCII alphanumerics and hyphens [0-9A-Za-z-]. Identifiers MUST NOT
   be empty." */
static const char *check_identifiers(struct text identifiers)
{
    while (identifiers.at) {
        struct text one = text_cut(&identifiers, '.');
        if (one.len == 0)
            return "an identifier behind its numbers is empty";
        for (size_t i = 0; i < one.len; i++)
            if (!text_is_digit(one.at[i]) && !text_is_alpha(one.at[i]) && one.at[i] != '-')
                return "an identifier may hold letters, digits and hyphens only";
    }
    return NULL;
}

static const char *semver_check(struct text version)
{
    struct semver parts = split(version);
    while (parts.numbers.at)
        if (!version_scheme_is_digits(text_cut(&parts.numbers, '.')))
            return "it does not begin with numbers between dots";
    const char *why = check_identifiers(parts.pre);
    return why ? why : check_identifiers(parts.build);
}

static int compare_numbers(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && (a.at || b.at))
        order = version_scheme_digits(text_cut(&a, '.'), text_cut(&b, '.'));
    return order;
}

/* Section 11.4: "Identifiers consisting of only digits are compared numerically. … Numeric identifiers always
   have lower precedence than non-numeric identifiers." */
static int compare_identifier(struct text a, struct text b)
{
    bool a_is_number = version_scheme_is_digits(a);
    bool b_is_number = version_scheme_is_digits(b);
    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    return a_is_number ? version_scheme_digits(a, b) : version_scheme_bytes(a, b);
}

/* Section 11.3: "a pre-release version has lower precedence than a normal version". Section 11.4.4: "A larger set
   of pre-release fields has a higher precedence than a smaller set". */
static int compare_pre(struct text a, struct text b)
{
    if (!a.at || !b.at)
        return !a.at - !b.at;
    int order = 0;
    while (order == 0 && a.at && b.at)
        order = compare_identifier(text_cut(&a, '.'), text_cut(&b, '.'));
    return order ? order : !b.at - !a.at;
}

/* Section 10: "Build metadata MUST be ignored when determining version precedence." */
static int semver_compare(struct text a, struct text b)
{
    struct semver left = split(a);
    struct semver right = split(b);
    int order = compare_numbers(left.numbers, right.numbers);
    return order ? order : compare_pre(left.pre, right.pre);
}

/* pub_semver, "Version": build metadata counts, by the rules of pre-releases, and comes behind none at all. */
static int pub_compare(struct text a, struct text b)
{
    int order = semver_compare(a, b);
    struct text left = split(a).build;
    struct text right = split(b).build;
    if (order == 0 && left.at && right.at)
        return compare_pre(left, right);
    return order ? order : !right.at - !left.at;
}

/* github.com/bitnami/go-version: what stands behind the hyphen is the revision of Bitnami's packaging, so it comes behind
   none at all, and the higher the newer; whatever it is, "rc1" too. */
static int bitnami_compare(struct text a, struct text b)
{
    struct semver left = split(a);
    struct semver right = split(b);
    int order = compare_numbers(left.numbers, right.numbers);
    if (order == 0 && left.pre.at && right.pre.at)
        return compare_pre(left.pre, right.pre);
    return order ? order : !right.pre.at - !left.pre.at;
}

/* What ends the numbers. */
enum { MARK_PRE = 1, MARK_RELEASE = 2 };

static void add_identifiers(struct version_writer *out, struct text identifiers)
{
    bool was_word = false;
    while (identifiers.at) {
        struct text one = text_cut(&identifiers, '.');
        bool is_word = !version_scheme_is_digits(one);
        if (was_word && is_word)
            version_writer_add(out, VERSION_WRITER_BREAK);
        if (is_word)
            version_writer_add_word(out, one);
        else
            version_writer_add_number(out, one);
        was_word = is_word;
    }
}

/* Identifiers that are numbers come first by their first byte, and the end of a version before any. */
static void semver_add_key(struct version_writer *out, struct text version)
{
    struct semver parts = split(version);
    version_writer_add_release(out, parts.numbers);
    version_writer_add(out, parts.pre.at ? MARK_PRE : MARK_RELEASE);
    add_identifiers(out, parts.pre);
}

static void pub_add_key(struct version_writer *out, struct text version)
{
    semver_add_key(out, version);
    struct text build = split(version).build;
    if (build.at)
        version_writer_add(out, VERSION_WRITER_END);
    add_identifiers(out, build);
}

/* The end of the key comes before any identifier. */
static void bitnami_add_key(struct version_writer *out, struct text version)
{
    struct semver parts = split(version);
    version_writer_add_release(out, parts.numbers);
    version_writer_add(out, MARK_RELEASE);
    add_identifiers(out, parts.pre);
}

const struct version_rules version_semver_rules = {
    .name = "semver",
    .noun = "semantic version",
    .check = semver_check,
    .compare = semver_compare,
    .add_key = semver_add_key,
};

const struct version_rules version_semver_pub_rules = {
    .name = "pub",
    .noun = "Pub version",
    .check = semver_check,
    .compare = pub_compare,
    .add_key = pub_add_key,
};

const struct version_rules version_semver_bitnami_rules = {
    .name = "bitnami",
    .noun = "Bitnami version",
    .check = semver_check,
    .compare = bitnami_compare,
    .add_key = bitnami_add_key,
};
