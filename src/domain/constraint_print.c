/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attr.h"
#include "domain/constraint_syntax.h"

static const char *const vers_names[VERSION_SCHEMES] = {
    [VERSION_SEMVER] = "semver",
    [VERSION_PYPI] = "pypi",
    [VERSION_DEBIAN] = "deb",
    [VERSION_RPM] = "rpm",
    [VERSION_APK] = "apk",
    [VERSION_MAVEN] = "maven",
    [VERSION_RUBYGEMS] = "gem",
    [VERSION_PACKAGIST] = "composer",
    [VERSION_NUGET] = "nuget",
    [VERSION_PUB] = "pub",
    [VERSION_CRAN] = "cran",
    [VERSION_HACKAGE] = "hackage",
    [VERSION_PACMAN] = "alpm",
    [VERSION_BITNAMI] = "bitnami",
    [VERSION_OPAM] = "opam",
    [VERSION_GENERIC] = "generic",
};

static bool is_same(const struct constraint *constraint, const struct constraint_cut *a,
    const struct constraint_cut *b)
{
    int order = 1;
    struct constraint_cut left = {.version = a->version}, right = {.version = b->version};
    return a->version.at && b->version.at && a->level == b->level &&
           constraint_set_compare(constraint->scheme, &left, &right, &order, NULL) && order == 0;
}

/* One version, or all with its beginning. */
static bool is_point(const struct constraint *constraint, const struct constraint_interval *one)
{
    return !one->from.is_behind && one->to.is_behind && is_same(constraint, &one->from, &one->to);
}

static void print_cut(const struct constraint_cut *cut, bool is_from, struct buf *out)
{
    bool is_whole = cut->level == CONSTRAINT_EXACT;
    const char *operator= is_from == cut->is_behind ? (is_from ? "> " : "< ")
                                                    : (is_from ? ">= " : "<= ");
    buf_add_z(out, operator);
    buf_add_z(out, is_whole ? "" : is_from == cut->is_behind ? "all of " : "any of ");
    buf_add(out, cut->version);
}

static void print_interval(
    const struct constraint *constraint, const struct constraint_interval *one, struct buf *out)
{
    static const char *const left_out[] = {"pre-releases", "branches"};
    bool has_from = one->from.version.at, has_to = one->to.version.at;
    if (one->only.at)
        buf_format(out, "spelt %.*s", TEXT_ARG(one->only));
    if (one->only.at && (has_from || has_to))
        buf_add_z(out, ", ");
    if (is_point(constraint, one)) {
        buf_add_z(out, one->from.level == CONSTRAINT_EXACT ? "= " : "= any of ");
        buf_add(out, one->from.version);
    } else {
        if (has_from)
            print_cut(&one->from, true, out);
        if (has_from && has_to)
            buf_add_z(out, ", ");
        if (has_to)
            print_cut(&one->to, false, out);
    }
    if (!has_from && !has_to && !one->only.at)
        buf_add_z(out, "any version");
    for (size_t i = 0; i < LEN_OF(left_out); i++)
        if (one->without & (1u << i))
            buf_format(out, ", no %s", left_out[i]);
}

void constraint_print(const struct constraint *constraint, struct buf *out)
{
    if (constraint->count == 0)
        buf_add_z(out, "no version");
    for (size_t i = 0; i < constraint->count; i++) {
        if (i)
            buf_add_z(out, " or ");
        print_interval(constraint, &constraint->intervals[i], out);
    }
}

/* What would be taken for a comparator, and what is not of the unreserved set of RFC 3986 besides ":". */
static void add_encoded(struct text version, struct buf *out)
{
    for (size_t i = 0; i < version.len; i++) {
        char c = version.at[i];
        if (text_is_digit(c) || text_is_alpha(c) || (c && strchr("-._~:", c)))
            buf_add_char(out, c);
        else
            buf_format(out, "%%%02X", (unsigned char)c);
    }
}

static void add_comparator(
    const char *operator, struct text version, bool *is_first, struct buf *out)
{
    if (!*is_first)
        buf_add_char(out, '|');
    *is_first = false;
    buf_add_z(out, operator);
    add_encoded(version, out);
}

static bool is_exact(const struct constraint_interval *one)
{
    return !one->without && !one->only.at && one->from.level == CONSTRAINT_EXACT &&
           one->to.level == CONSTRAINT_EXACT;
}

/* "<1|>1" would have one version twice: it is "!=1". */
static bool leaves_point(const struct constraint *constraint, size_t i)
{
    const struct constraint_interval *one = &constraint->intervals[i];
    return i + 1 < constraint->count && !one->to.is_behind && one[1].from.is_behind &&
           is_same(constraint, &one->to, &one[1].from);
}

bool constraint_print_vers(const struct constraint *constraint, struct buf *out)
{
    bool is_first = true, is_all_said = true;
    if (constraint->count == 0) {
        buf_add_z(out, "vers:none/*");
        return true;
    }
    buf_format(out, "vers:%s/",
        constraint->syntax == CONSTRAINT_NPM     ? "npm"
        : constraint->syntax == CONSTRAINT_CARGO ? "cargo"
                                                 : vers_names[constraint->scheme]);
    for (size_t i = 0; i < constraint->count; i++) {
        const struct constraint_interval *one = &constraint->intervals[i];
        bool is_behind_point = i > 0 && leaves_point(constraint, i - 1);
        is_all_said = is_all_said && is_exact(one);
        if (is_point(constraint, one)) {
            add_comparator("", one->from.version, &is_first, out);
            continue;
        }
        if (one->from.version.at && !is_behind_point)
            add_comparator(one->from.is_behind ? ">" : ">=", one->from.version, &is_first, out);
        if (one->to.version.at)
            add_comparator(leaves_point(constraint, i) ? "!="
                           : one->to.is_behind         ? "<="
                                                       : "<",
                one->to.version, &is_first, out);
        if (!one->from.version.at && !one->to.version.at)
            buf_add_char(out, '*');
    }
    return is_all_said;
}
