/* SPDX-License-Identifier: Apache-2.0 */
/* PyPI: PEP 440, "Version specifiers" of packaging.python.org, in its wide reading ("Normalization"). What PEP 440
   cannot read is a legacy version, which comes before all others. */
#include "base/attr.h"
#include "domain/version_scheme.h"

/* The order of what may stand in one place of a version; what is absent has its own place among them. */
enum pre { PRE_DEV_ONLY, PRE_A, PRE_B, PRE_RC, PRE_NONE };

struct pep440 {
    struct text epoch;   /* digits; empty counts as 0, as in all below */
    struct text release; /* "1.2.3" */
    enum pre pre;
    struct text pre_number;
    bool has_post, has_dev;
    struct text post_number, dev_number;
    struct text local; /* "ubuntu.1"; at is NULL without one */
};

static bool is_separator(char c)
{
    return c == '.' || c == '-' || c == '_';
}

/* Cuts "[-_.]? word [-_.]? digits?" off *rest, when it begins so. */
static bool cut_tag(struct text *rest, const char *word, struct text *ret_number)
{
    struct text in = *rest;
    if (in.len && is_separator(in.at[0]))
        in = text_from(in, 1);
    struct text wanted = text_of(word);
    if (!text_eq_nocase(text_slice(in, 0, wanted.len), wanted))
        return false;
    in = text_from(in, wanted.len);
    if (in.len && is_separator(in.at[0]))
        in = text_from(in, 1);
    *ret_number = version_scheme_cut_digits(&in);
    *rest = in;
    return true;
}

/* "Pre-releases": "alpha", "beta", "c", "pre" and "preview" are other spellings of a, b and rc. */
static enum pre cut_pre(struct text *rest, struct text *ret_number)
{
    static const struct {
        const char *word; /* a longer one before its own beginning */
        enum pre pre;
    } words[] = {{"alpha", PRE_A}, {"a", PRE_A}, {"beta", PRE_B}, {"b", PRE_B}, {"rc", PRE_RC},
        {"c", PRE_RC}, {"preview", PRE_RC}, {"pre", PRE_RC}};
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (cut_tag(rest, words[i].word, ret_number))
            return words[i].pre;
    return PRE_NONE;
}

/* "Post-releases": "rev" and "r" are other spellings, and 1.0-1 is 1.0.post1. */
static bool cut_post(struct text *rest, struct text *ret_number)
{
    struct text in = *rest;
    if (in.len > 1 && in.at[0] == '-' && text_is_digit(in.at[1])) {
        in = text_from(in, 1);
        *ret_number = version_scheme_cut_digits(&in);
        *rest = in;
        return true;
    }
    return cut_tag(rest, "post", ret_number) || cut_tag(rest, "rev", ret_number) ||
           cut_tag(rest, "r", ret_number);
}

static struct text cut_release(struct text *rest)
{
    struct text in = *rest;
    struct text release = {in.at, 0};
    size_t digits = version_scheme_cut_digits(&in).len;
    while (digits) {
        release.len = (size_t)(in.at - release.at);
        *rest = in;
        if (in.len == 0 || in.at[0] != '.')
            break;
        in = text_from(in, 1);
        digits = version_scheme_cut_digits(&in).len;
    }
    return release;
}

/* "Local version identifiers": letters and digits, separated by single '.', '-' or '_'. */
static bool is_local(struct text t)
{
    bool was_separator = true;
    for (size_t i = 0; i < t.len; i++) {
        bool is_plain = text_is_digit(t.at[i]) || text_is_alpha(t.at[i]);
        if (!is_plain && (was_separator || !is_separator(t.at[i])))
            return false;
        was_separator = !is_plain;
    }
    return !was_separator;
}

/* Appendix B of PEP 440, "Parsing version strings with regular expressions". */
static bool read_pep440(struct pep440 *ret_version, struct text t)
{
    struct pep440 v = {0};
    if (t.len && text_lower_char(t.at[0]) == 'v')
        t = text_from(t, 1);
    struct text in = t;
    v.epoch = version_scheme_cut_digits(&in);
    if (v.epoch.len && in.len && in.at[0] == '!')
        t = text_from(in, 1);
    else
        v.epoch.len = 0;
    v.release = cut_release(&t);
    v.pre = cut_pre(&t, &v.pre_number);
    v.has_post = cut_post(&t, &v.post_number);
    v.has_dev = cut_tag(&t, "dev", &v.dev_number);
    /* "1.0.dev1" comes before "1.0a1": without pre and post it is the least of all. */
    if (v.has_dev && v.pre == PRE_NONE && !v.has_post)
        v.pre = PRE_DEV_ONLY;
    if (t.len && t.at[0] == '+') {
        v.local = text_from(t, 1);
        if (!is_local(v.local))
            return false;
    } else if (t.len)
        return false;
    *ret_version = v;
    return v.release.len > 0;
}

/* Missing parts of a release are zeros: 1.0 = 1.0.0. */
static int compare_release(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && (a.at || b.at))
        order = version_scheme_digits(text_cut(&a, '.'), text_cut(&b, '.'));
    return order;
}

static struct text cut_local(struct text *rest)
{
    struct text part = {rest->at, 0};
    while (part.len < rest->len && !is_separator(rest->at[part.len]))
        part.len++;
    *rest = part.len < rest->len ? text_from(*rest, part.len + 1) : (struct text){NULL, 0};
    return part;
}

/* "Segments which consist entirely of ASCII digits … are always considered greater than" those with letters, and
   a longer local version is greater than its own beginning. */
static int compare_local(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && a.at && b.at) {
        struct text left = cut_local(&a);
        struct text right = cut_local(&b);
        bool left_is_number = version_scheme_is_digits(left);
        if (left_is_number != version_scheme_is_digits(right))
            order = left_is_number ? 1 : -1;
        else
            order = left_is_number ? version_scheme_digits(left, right)
                                   : version_scheme_nocase(left, right);
    }
    return order ? order : !b.at - !a.at;
}

static int compare_pep440(const struct pep440 *a, const struct pep440 *b)
{
    int order = version_scheme_digits(a->epoch, b->epoch);
    if (order == 0)
        order = compare_release(a->release, b->release);
    if (order == 0)
        order = (a->pre > b->pre) - (a->pre < b->pre);
    if (order == 0)
        order = version_scheme_digits(a->pre_number, b->pre_number);
    if (order == 0)
        order = a->has_post - b->has_post;
    if (order == 0)
        order = version_scheme_digits(a->post_number, b->post_number);
    if (order == 0)
        order = b->has_dev - a->has_dev;
    if (order == 0)
        order = version_scheme_digits(a->dev_number, b->dev_number);
    return order ? order : compare_local(a->local, b->local);
}

static const char *pypi_check(struct text version)
{
    (void)version;
    return NULL;
}

static int pypi_compare(struct text a, struct text b)
{
    struct pep440 left;
    struct pep440 right;
    bool left_is_new = read_pep440(&left, a);
    bool right_is_new = read_pep440(&right, b);
    if (left_is_new && right_is_new)
        return compare_pep440(&left, &right);
    return left_is_new || right_is_new ? left_is_new - right_is_new
                                       : version_pypi_legacy_compare(a, b);
}

/* A legacy version begins with a byte with which no epoch does. The others are in the order of what may stand in one
   place: pre-releases by their enum, from KEY_PRE on; words in a local version before numbers. */
enum { KEY_LEGACY = 1, KEY_PRE = 1, KEY_DEV = 1, KEY_FINAL, KEY_POST, KEY_WORD = 1 };

static void add_local_key(struct version_writer *out, struct text local)
{
    while (local.at) {
        struct text part = cut_local(&local);
        if (version_scheme_is_digits(part)) {
            version_writer_add_number(out, part);
            continue;
        }
        version_writer_add(out, KEY_WORD);
        version_writer_add_word_lower(out, part);
    }
}

static void add_pep440_key(struct version_writer *out, const struct pep440 *v)
{
    version_writer_add_number(out, v->epoch);
    version_writer_add_release(out, v->release);
    version_writer_add(out, (unsigned char)(KEY_PRE + v->pre));
    if (v->pre != PRE_DEV_ONLY && v->pre != PRE_NONE)
        version_writer_add_number(out, v->pre_number);
    if (v->has_post) {
        version_writer_add(out, KEY_POST);
        version_writer_add_number(out, v->post_number);
    }
    version_writer_add(out, v->has_dev ? KEY_DEV : KEY_FINAL);
    if (v->has_dev)
        version_writer_add_number(out, v->dev_number);
    add_local_key(out, v->local);
}

static void pypi_add_key(struct version_writer *out, struct text version)
{
    struct pep440 v;
    if (read_pep440(&v, version)) {
        add_pep440_key(out, &v);
        return;
    }
    version_writer_add(out, KEY_LEGACY);
    version_pypi_legacy_add_key(out, version);
}

const struct version_rules version_pypi_rules = {
    .name = "pypi",
    .noun = "PyPI version",
    .check = pypi_check,
    .compare = pypi_compare,
    .add_key = pypi_add_key,
};
