/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that make equal packages' URLs equal: those of every type, then those of the type's own definition. */
#include "domain/purl.h"

static bool fail(struct err *err, const char *why)
{
    return err_set(err, ERR_SYNTAX, "not a package URL: %s", why);
}

/* 5.5 asks for Unicode's full case mapping. No registry has names with capitals beyond ASCII, so ASCII it is. */
static void lower(struct text *part, struct arena *arena)
{
    for (size_t i = 0; i < part->len; i++)
        if (text_lower_char(part->at[i]) != part->at[i]) {
            *part = arena_text_lower(arena, *part);
            return;
        }
}

static void replace(struct text *part, char from, char to, struct arena *arena)
{
    if (text_find(*part, from) < 0)
        return;
    char *at = arena_take(arena, part->len);
    for (size_t i = 0; at && i < part->len; i++)
        at[i] = part->at[i] == from ? to : part->at[i];
    *part = (struct text){at ? at : "", at ? part->len : 0};
}

typedef bool special_fn(struct purl *purl, struct arena *arena, struct err *err);

/* "Replace underscore _ with dash -" */
static bool check_pypi(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)err;
    replace(&purl->name, '_', '-', arena);
    return true;
}

/* "Pub normalizes all package names to be lowercase and using underscores." */
static bool check_pub(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)err;
    replace(&purl->name, '-', '_', arena);
    return true;
}

/* "for Databricks, it is case insensitive and must be lowercased" */
static bool check_mlflow(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)err;
    if (text_find_text(purl_qualifier(purl, "repository_url"), TEXT("azuredatabricks.net")) >= 0 ||
        text_find_text(purl_qualifier(purl, "repository_url"), TEXT("databricks.com")) >= 0)
        lower(&purl->name, arena);
    return true;
}

/* "The version is the model revision Git commit hash. It is case insensitive"; a tag in its place is not. */
static bool check_huggingface(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)err;
    if (purl->version.len != 40)
        return true;
    for (size_t i = 0; i < purl->version.len; i++)
        if (!strchr("0123456789abcdefABCDEF", purl->version.at[i]))
            return true;
    lower(&purl->version, arena);
    return true;
}

/* "A distribution name MUST NOT contain the string '::'" */
static bool check_cpan(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)arena;
    return text_find_text(purl->name, TEXT("::")) < 0 ||
           fail(err, "cpan has distributions for names, not modules ('::')");
}

/* The name "cannot contain whitespace, a plus (+) character, or begin with a period (.)." */
static bool check_cocoapods(struct purl *purl, struct arena *arena, struct err *err)
{
    (void)arena;
    bool is_bad = purl->name.at[0] == '.' || text_find(purl->name, '+') >= 0;
    for (size_t i = 0; i < purl->name.len; i++)
        is_bad = is_bad || text_is_space(purl->name.at[i]);
    return !is_bad || fail(err, "a cocoapods name with a space, a '+' or a '.' in front");
}

enum { LOWER_SPACE = 1, LOWER_NAME = 2, LOWER_VERSION = 4, LOWER = LOWER_SPACE | LOWER_NAME };
enum space_rule { SPACE_OPTIONAL, SPACE_NEEDED, SPACE_NONE };

/* The registered types that have rules. Their definitions also want a namespace of alpm, apk, deb, golang, maven and rpm; the
   tools that write SBOMs leave it out where they do not know it (pkg:golang/stdlib), and so do we. */
static const struct purl_type {
    const char *name;
    unsigned lower;
    enum space_rule space;
    const char *needed_qualifier;
    special_fn *special;
} types[] = {
    {"alpm", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"apk", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"bazel", 0, SPACE_NONE, NULL, NULL},
    {"bitbucket", LOWER, SPACE_NEEDED, NULL, NULL},
    {"bitnami", LOWER_NAME, SPACE_NONE, NULL, NULL},
    {"cargo", 0, SPACE_NONE, NULL, NULL},
    {"chrome-extension", LOWER_NAME, SPACE_NONE, NULL, NULL},
    {"cocoapods", 0, SPACE_NONE, NULL, check_cocoapods},
    {"composer", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"conda", 0, SPACE_NONE, NULL, NULL},
    {"cpan", 0, SPACE_OPTIONAL, NULL, check_cpan},
    {"cran", 0, SPACE_NONE, NULL, NULL},
    {"deb", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"gem", 0, SPACE_NONE, NULL, NULL},
    {"github", LOWER, SPACE_NEEDED, NULL, NULL},
    {"githubactions", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"golang", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"hackage", 0, SPACE_NONE, NULL, NULL},
    {"hex", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"huggingface", 0, SPACE_OPTIONAL, NULL, check_huggingface},
    {"julia", 0, SPACE_NONE, "uuid", NULL},
    {"luarocks", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"mlflow", 0, SPACE_NONE, NULL, check_mlflow},
    {"npm", LOWER, SPACE_OPTIONAL, NULL, NULL},
    {"nuget", 0, SPACE_NONE, NULL, NULL},
    {"oci", LOWER_NAME | LOWER_VERSION, SPACE_NONE, NULL, NULL},
    {"opam", 0, SPACE_NONE, NULL, NULL},
    {"otp", LOWER_NAME, SPACE_NONE, NULL, NULL},
    {"pub", LOWER_NAME, SPACE_NONE, NULL, check_pub},
    {"pypi", LOWER_NAME | LOWER_VERSION, SPACE_NONE, NULL, check_pypi},
    {"qpkg", LOWER_SPACE, SPACE_NEEDED, NULL, NULL},
    {"rpm", LOWER_SPACE, SPACE_OPTIONAL, NULL, NULL},
    {"swid", 0, SPACE_OPTIONAL, "tag_id", NULL},
    {"swift", 0, SPACE_NEEDED, NULL, NULL},
    {"vscode-extension", LOWER | LOWER_VERSION, SPACE_NEEDED, NULL, NULL},
    {"yocto", LOWER_SPACE, SPACE_OPTIONAL, NULL, NULL},
};

/* name is a word, so it has a first letter. */
static const struct purl_type *find_type(struct text name)
{
    for (size_t i = 0; i < LEN_OF(types); i++)
        if (name.at[0] == types[i].name[0] && text_is(name, types[i].name))
            return &types[i];
    return NULL;
}

bool purl_check_type(struct purl *purl, struct arena *arena, struct err *err)
{
    const struct purl_type *type = find_type(purl->type);
    if (!type)
        return true;
    if (type->space == SPACE_NEEDED && purl->space.len == 0)
        return err_set(err, ERR_SYNTAX, "not a package URL: %s needs a namespace", type->name);
    if (type->space == SPACE_NONE && purl->space.len > 0)
        return err_set(err, ERR_SYNTAX, "not a package URL: %s has no namespaces", type->name);
    if (type->needed_qualifier && purl_qualifier(purl, type->needed_qualifier).len == 0)
        return err_set(err, ERR_SYNTAX, "not a package URL: %s needs the qualifier '%s'",
            type->name, type->needed_qualifier);
    if (type->lower & LOWER_SPACE)
        lower(&purl->space, arena);
    if (type->lower & LOWER_NAME)
        lower(&purl->name, arena);
    if (type->lower & LOWER_VERSION)
        lower(&purl->version, arena);
    return !type->special || type->special(purl, arena, err);
}

/* The type "shall be composed only of ASCII letters and numbers, period '.', and dash '-'" and "start with an ASCII
   letter" (5.6.2); for a qualifier's key the same with underscores (5.6.6). */
static bool is_word(struct text t, bool may_underscore)
{
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_alpha(t.at[i]) && !text_is_digit(t.at[i]) && t.at[i] != '.' &&
            t.at[i] != '-' && !(may_underscore && t.at[i] == '_'))
            return false;
    return t.len > 0 && text_is_alpha(t.at[0]);
}

static struct text strip_slashes(struct text t)
{
    while (t.len && t.at[0] == '/')
        t = text_from(t, 1);
    while (t.len && t.at[t.len - 1] == '/')
        t.len--;
    return t;
}

/* Leaves out empty segments, and '.' and '..' where they are nothing (5.6.7). */
static void clean_path(struct text *path, bool is_subpath, struct arena *arena)
{
    if (path->len == 0)
        return;
    char *at = arena_take(arena, path->len);
    size_t len = 0;
    for (struct text rest = *path; at && rest.at;) {
        struct text segment = text_cut(&rest, '/');
        if (segment.len == 0 || (is_subpath && (text_is(segment, ".") || text_is(segment, ".."))))
            continue;
        if (len)
            at[len++] = '/';
        memcpy(at + len, segment.at, segment.len);
        len += segment.len;
    }
    *path = (struct text){at ? at : "", len};
}

static int compare_keys(const void *a, const void *b)
{
    const struct purl_qualifier *left = a, *right = b;
    return text_cmp(left->key, right->key);
}

/* "A key=value pair with an empty value is the same as if no key=value pair exists for this key." */
static bool check_qualifiers(struct purl *purl, struct arena *arena, struct err *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < purl->qualifier_count; i++) {
        struct purl_qualifier qualifier = purl->qualifiers[i];
        if (!is_word(qualifier.key, true))
            return fail(err, "a qualifier's key is not of letters, digits, '.', '-' and '_'");
        lower(&qualifier.key, arena);
        if (qualifier.value.len)
            purl->qualifiers[kept++] = qualifier;
    }
    purl->qualifier_count = kept;
    if (kept > 1)
        qsort(purl->qualifiers, kept, sizeof *purl->qualifiers, compare_keys);
    for (size_t i = 1; i < kept; i++)
        if (text_eq(purl->qualifiers[i - 1].key, purl->qualifiers[i].key))
            return fail(err, "a qualifier given twice");
    return true;
}

bool purl_check(struct purl *purl, struct arena *arena, struct err *err)
{
    if (!is_word(purl->type, false))
        return fail(err, "its type is not of letters, digits, '.' and '-'");
    lower(&purl->type, arena);
    purl->name = strip_slashes(purl->name);
    if (purl->name.len == 0)
        return fail(err, "no name");
    clean_path(&purl->space, false, arena);
    clean_path(&purl->subpath, true, arena);
    return check_qualifiers(purl, arena, err) && arena_check(arena, err) &&
           purl_check_type(purl, arena, err) && arena_check(arena, err);
}
