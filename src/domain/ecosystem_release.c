/* SPDX-License-Identifier: Apache-2.0 */
/* Releases of distributions: as SBOMs write them, and as OSV does. */
#include "domain/ecosystem.h"

/* "opensuse-leap-15.6" as "opensuse-leap-" and "15.6"; "22.03 (LTS-SP3)" as "", "22.03" and the rest; "bookworm" as that. */
struct written {
    struct text words, number, rest;
};

static struct written take_apart(struct text release)
{
    size_t from = 0;
    while (from < release.len && !text_is_digit(release.at[from]))
        from++;
    size_t to = from;
    while (to < release.len && (text_is_digit(release.at[to]) || release.at[to] == '.'))
        to++;
    return (struct written){
        text_slice(release, 0, from), text_slice(release, from, to), text_from(release, to)};
}

/* The first parts of a number: "3.22" of 3.22.0 for 2. */
static struct text first_parts(struct text number, size_t parts)
{
    size_t len = 0;
    while (len < number.len && (number.at[len] != '.' || --parts > 0))
        len++;
    return text_slice(number, 0, len);
}

static uint64_t major_of(struct text number)
{
    uint64_t major;
    return text_read_u64(first_parts(number, 1), &major) ? major : 0;
}

/* The part of a number behind its first '.', up to the next. */
static struct text minor_of(struct text number)
{
    struct text both = first_parts(number, 2);
    text_cut(&both, '.');
    return both.at ? both : (struct text){"", 0};
}

static bool mentions(struct text t, const char *word)
{
    for (size_t i = 0; i + strlen(word) <= t.len; i++)
        if (text_is_nocase(text_slice(t, i, i + strlen(word)), word))
            return true;
    return false;
}

/* SBOMs that name a release by its code name: Debian's and Ubuntu's own tables, distro-info-data. */
static const struct code_name {
    const char *word, *number;
} code_names[] = {
    {"jessie", "8"},
    {"stretch", "9"},
    {"buster", "10"},
    {"bullseye", "11"},
    {"bookworm", "12"},
    {"trixie", "13"},
    {"forky", "14"},
    {"trusty", "14.04"},
    {"xenial", "16.04"},
    {"bionic", "18.04"},
    {"focal", "20.04"},
    {"jammy", "22.04"},
    {"mantic", "23.10"},
    {"noble", "24.04"},
    {"oracular", "24.10"},
    {"plucky", "25.04"},
    {"questing", "25.10"},
};

static struct text number_of_code_name(struct text words)
{
    for (size_t i = 0; i < LEN_OF(code_names); i++)
        if (mentions(words, code_names[i].word))
            return text_of(code_names[i].number);
    return (struct text){"", 0};
}

/* "with a mandatory :LTS suffix if the release is marked as LTS": those of April in even years, and the one that was late. */
static struct text ubuntu_release(const struct written *written, struct arena *arena)
{
    struct text number = first_parts(written->number, 2);
    bool is_lts =
        (major_of(number) % 2 == 0 && text_is(minor_of(number), "04")) || text_is(number, "6.06");
    return arena_format(arena, "%s%.*s%s", mentions(written->rest, "esm") ? "Pro:" : "",
        TEXT_ARG(number), is_lts ? ":LTS" : "");
}

/* A CPE's product and version. */
static struct text redhat_release(const struct written *written, struct arena *arena)
{
    return arena_format(arena, "enterprise_linux:%.*s", TEXT_ARG(first_parts(written->number, 1)));
}

/* PRETTY_NAME without "SUSE ": service packs until 15, plain numbers since. */
static struct text suse_release(const struct written *written, struct arena *arena)
{
    struct text number = first_parts(written->number, 2), minor = minor_of(number);
    if (mentions(written->words, "micro") || mentions(written->words, "slem"))
        return arena_format(arena, "Linux %sMicro %.*s", major_of(number) >= 6 ? "" : "Enterprise ",
            TEXT_ARG(number));
    bool is_desktop = mentions(written->words, "sled") || mentions(written->words, "desktop");
    const char *product = is_desktop ? "Desktop" : "Server";
    if (major_of(number) >= 16)
        return arena_format(arena, "Linux Enterprise %s %.*s", product, TEXT_ARG(number));
    bool has_pack = minor.len && !text_is(minor, "0");
    return arena_format(arena, "Linux Enterprise %s %.*s%s%.*s", product,
        TEXT_ARG(first_parts(number, 1)), has_pack ? " SP" : "", has_pack ? (int)minor.len : 0,
        minor.at);
}

/* Tumbleweed's release is a date. */
static struct text opensuse_release(const struct written *written, struct arena *arena)
{
    if (mentions(written->words, "tumbleweed") || written->number.len == strlen("20250630"))
        return TEXT("Tumbleweed");
    return arena_format(arena, "Leap %s%.*s", mentions(written->words, "micro") ? "Micro " : "",
        TEXT_ARG(first_parts(written->number, 2)));
}

/* The releases of March in even years are the LTS ones; their service packs come behind. */
static struct text openeuler_release(const struct written *written, struct arena *arena)
{
    struct text number = first_parts(written->number, 2);
    if (major_of(number) % 2 != 0 || !text_is(minor_of(number), "03"))
        return number;
    struct written pack = take_apart(written->rest);
    bool has_pack = pack.number.len && mentions(pack.words, "sp");
    return arena_format(arena, "%.*s-LTS%s%.*s", TEXT_ARG(number), has_pack ? "-SP" : "",
        has_pack ? (int)pack.number.len : 0, pack.number.at);
}

/* The first Amazon Linux was named by its month, as 2018.03. */
static struct text amazon_release(const struct written *written)
{
    uint64_t major = major_of(written->number);
    return major >= 2010 && major < 2022 ? TEXT("1") : first_parts(written->number, 1);
}

static struct text numbered_release(
    enum ecosystem_release style, const struct written *written, struct arena *arena)
{
    switch (style) {
    case RELEASE_NONE: return (struct text){"", 0};
    case RELEASE_AS_IS: return written->number;
    case RELEASE_DEBIAN:
    case RELEASE_MAJOR: return first_parts(written->number, 1);
    case RELEASE_MINOR: return first_parts(written->number, 2);
    case RELEASE_ALPINE:
        return arena_format(arena, "v%.*s", TEXT_ARG(first_parts(written->number, 2)));
    case RELEASE_UBUNTU: return ubuntu_release(written, arena);
    case RELEASE_REDHAT: return redhat_release(written, arena);
    case RELEASE_SUSE: return suse_release(written, arena);
    case RELEASE_OPENSUSE: return opensuse_release(written, arena);
    case RELEASE_OPENEULER: return openeuler_release(written, arena);
    case RELEASE_AMAZON: return amazon_release(written);
    }
    return written->number;
}

/* What is left of "debian-sid" without "debian-", of "alpaquita" without itself: "sid", "". */
static struct text without_id(const struct ecosystem *row, struct text words)
{
    for (struct text rest = text_of(row->purl_spaces); rest.len;) {
        struct text id = text_cut(&rest, ' '), front = text_slice(words, 0, id.len);
        if (text_eq_nocase(front, id) && (words.len == id.len || words.at[id.len] == '-'))
            return text_from(words, id.len + 1);
    }
    return words;
}

static struct text release_of(const struct ecosystem *row, struct text release, struct arena *arena)
{
    struct written written = take_apart(release);
    bool has_code_names = row->release == RELEASE_DEBIAN || row->release == RELEASE_UBUNTU;
    if (written.number.len == 0 && has_code_names)
        written.number = number_of_code_name(written.words);
    if (row->release == RELEASE_OPENSUSE && mentions(release, "tumbleweed"))
        return TEXT("Tumbleweed");
    if (written.number.len)
        return numbered_release(row->release, &written, arena);
    return text_trim(without_id(row, release));
}

struct text ecosystem_full_name(
    const struct ecosystem *row, struct text release, struct arena *arena)
{
    if (!row->has_releases || release.len == 0)
        return text_of(row->name);
    struct text written = release_of(row, release, arena);
    if (written.len == 0)
        return text_of(row->name);
    return arena_format(arena, "%s:%.*s", row->name, TEXT_ARG(written));
}

/* "Red Hat:" and a CPE. Behind "::" stands the repository. RHEL 10 is filed under each minor release, and a package that
   10.0 mended is mended in 10.1. */
static struct text normal_redhat(struct text name)
{
    ptrdiff_t repository = text_find_text(name, TEXT("::"));
    if (repository >= 0)
        name.len = (size_t)repository;
    struct text front = TEXT("Red Hat:enterprise_linux:");
    if (!text_starts(name, front))
        return name;
    return text_slice(name, 0, front.len + first_parts(text_from(name, front.len), 1).len);
}

/* The release at the end of a product's name: "15 SP7" or "15". */
static struct text product_release(struct text name)
{
    ptrdiff_t space = text_find_last(name, ' ');
    if (space > 0 && text_starts(text_from(name, (size_t)space + 1), TEXT("SP")))
        space = text_find_last(text_slice(name, 0, (size_t)space), ' ');
    return space < 0 ? (struct text){"", 0} : text_from(name, (size_t)space + 1);
}

/* Advisories for a server are filed under the module that the package is in, or under long-term support. */
static struct text normal_suse(struct text name, struct arena *arena)
{
    ptrdiff_t support = text_find_text(name, TEXT("-LTSS"));
    if (support >= 0)
        name.len = (size_t)support;
    if (!text_starts(name, TEXT("SUSE:Linux Enterprise Module for ")))
        return name;
    return arena_format(
        arena, "SUSE:Linux Enterprise Server %.*s", TEXT_ARG(product_release(name)));
}

struct text ecosystem_normal_release(struct text osv_name, struct arena *arena)
{
    if (text_starts(osv_name, TEXT("Red Hat:")))
        return normal_redhat(osv_name);
    if (text_starts(osv_name, TEXT("SUSE:")))
        return normal_suse(osv_name, arena);
    return osv_name;
}
