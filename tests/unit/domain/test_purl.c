/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "domain/purl.h"

struct fixture {
    struct arena arena;
    struct buf out;
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    arena_init(&fixture->arena, SIZE_MAX);
    buf_init(&fixture->out, SIZE_MAX);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_done(&fixture->arena);
    buf_done(&fixture->out);
    free(fixture);
    return 0;
}

static void test_parts(void **state)
{
    struct fixture *f = *state;
    struct purl purl;
    assert_true(purl_read(&purl,
        TEXT("pkg:maven/org.example/lib%20x@1.0%2B1?type=jar&Classifier=a%26b&empty=#/a//./../b/"),
        &f->arena, &f->err));
    assert_text(purl.type, "maven");
    assert_text(purl.space, "org.example");
    assert_text(purl.name, "lib x");
    assert_text(purl.version, "1.0+1");
    assert_text(purl.subpath, "a/b");
    assert_int_equal(purl.qualifier_count, 2);
    assert_text(purl.qualifiers[0].key, "classifier");
    assert_text(purl_qualifier(&purl, "classifier"), "a&b");
    assert_text(purl_qualifier(&purl, "empty"), "");
    purl_print(&purl, &f->out);
    assert_text(
        buf_text(&f->out), "pkg:maven/org.example/lib%20x@1.0%2B1?classifier=a%26b&type=jar#a/b");
}

static void test_canonical(void **state)
{
    static const struct {
        const char *written, *canonical;
    } cases[] = {
        {"pkg:npm/left-pad", "pkg:npm/left-pad"},
        {"PKG://npm/left-pad/", "pkg:npm/left-pad"},
        {"pkg:npm/@Scope/Name@1.0.0", "pkg:npm/%40scope/name@1.0.0"},
        {"pkg:npm/@scope/name", "pkg:npm/%40scope/name"},
        {"pkg:PyPI/Zope_Interface@5.0RC1", "pkg:pypi/zope-interface@5.0rc1"},
        {"pkg:pypi/zope.interface", "pkg:pypi/zope.interface"},
        {"pkg:pub/My-Thing@1", "pkg:pub/my_thing@1"},
        {"pkg:golang/github.com/Masterminds/semver/v3@v3.2.1",
            "pkg:golang/github.com/masterminds/semver/v3@v3.2.1"},
        {"pkg:golang/stdlib@1.22.1", "pkg:golang/stdlib@1.22.1"},
        {"pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12",
            "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12"},
        {"pkg:rpm/RedHat/NetworkManager@1.0-1?epoch=1",
            "pkg:rpm/redhat/NetworkManager@1.0-1?epoch=1"},
        {"pkg:oci/App@SHA256:AB?tag=Latest", "pkg:oci/app@sha256:ab?tag=Latest"},
        {"pkg:maven//org.example///lib@1/2", "pkg:maven/org.example/lib@1%2F2"},
        {"pkg:huggingface/A/B@043235D6088ECD3DD5FB5CA3592B6913FD516027",
            "pkg:huggingface/A/B@043235d6088ecd3dd5fb5ca3592b6913fd516027"},
        {"pkg:huggingface/A/B@100B", "pkg:huggingface/A/B@100B"},
        {"pkg:mlflow/Fraud@3?repository_url=https://adb-1.azuredatabricks.net/x",
            "pkg:mlflow/fraud@3?repository_url=https:%2F%2Fadb-1.azuredatabricks.net%2Fx"},
        {"pkg:mlflow/Fraud@3", "pkg:mlflow/Fraud@3"},
        {"pkg:generic/健全@1", "pkg:generic/%E5%81%A5%E5%85%A8@1"},
        {"pkg:generic/a+b?k=c+d&&", "pkg:generic/a%2Bb?k=c%2Bd"},
        {"pkg:x-1.y/n", "pkg:x-1.y/n"},
        {"pkg:generic/a?", "pkg:generic/a"},
        {"pkg:generic/a@#..", "pkg:generic/a"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct purl purl;
        if (!purl_read(&purl, text_of(cases[i].written), &f->arena, &f->err))
            fail_msg("%s: %s", cases[i].written, f->err.text);
        buf_cut(&f->out, 0);
        purl_print(&purl, &f->out);
        assert_text(buf_text(&f->out), cases[i].canonical);
    }
}

static void test_what_is_none(void **state)
{
    static const struct {
        const char *written, *why;
    } cases[] = {
        {"", "it does not begin with 'pkg:'"},
        {"pkg", "it does not begin with 'pkg:'"},
        {"npm/left-pad", "it does not begin with 'pkg:'"},
        {"pkg:", "no '/' between a type and a name"},
        {"pkg:npm", "no '/' between a type and a name"},
        {"pkg:npm/", "no name"},
        {"pkg:npm/@1.0.0", "no name"},
        {"pkg:maven/org.example/@1.0", "no name"},
        {"pkg:1npm/a", "its type is not of letters, digits, '.' and '-'"},
        {"pkg:n%70m/a", "its type is not of letters, digits, '.' and '-'"},
        {"pkg:generic/a%", "'%' is not followed by two hexadecimal digits of a character"},
        {"pkg:generic/a%4", "'%' is not followed by two hexadecimal digits of a character"},
        {"pkg:generic/a%4g", "'%' is not followed by two hexadecimal digits of a character"},
        {"pkg:generic/a%00b", "'%' is not followed by two hexadecimal digits of a character"},
        {"pkg:generic/a%ff", "what its percent signs encode is not UTF-8"},
        {"pkg:generic/a\xff", "not UTF-8"},
        {"pkg:generic/a\nb", "a control character in it"},
        {"pkg:generic/a%2fb/c", "an encoded slash in its namespace or subpath"},
        {"pkg:generic/a#b%2Fc", "an encoded slash in its namespace or subpath"},
        {"pkg:generic/a?b", "a qualifier without '='"},
        {"pkg:generic/a?1b=c", "a qualifier's key is not of letters, digits, '.', '-' and '_'"},
        {"pkg:generic/a?=c", "a qualifier's key is not of letters, digits, '.', '-' and '_'"},
        {"pkg:generic/a?b=c&B=d", "a qualifier given twice"},
        {"pkg:pypi/a/b", "pypi has no namespaces"},
        {"pkg:swift/a", "swift needs a namespace"},
        {"pkg:julia/a", "julia needs the qualifier 'uuid'"},
        {"pkg:swid/a@1", "swid needs the qualifier 'tag_id'"},
        {"pkg:cpan/A::B", "cpan has distributions for names, not modules ('::')"},
        {"pkg:cocoapods/.a", "a cocoapods name with a space, a '+' or a '.' in front"},
        {"pkg:cocoapods/a+b", "a cocoapods name with a space, a '+' or a '.' in front"},
        {"pkg:cocoapods/a%20b", "a cocoapods name with a space, a '+' or a '.' in front"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct purl purl = {.name = TEXT("untouched")};
        if (purl_read(&purl, text_of(cases[i].written), &f->arena, &f->err))
            fail_msg("%s is read", cases[i].written);
        assert_int_equal(f->err.code, ERR_SYNTAX);
        char wanted[ERR_TEXT_SIZE];
        snprintf(wanted, sizeof wanted, "not a package URL: %s", cases[i].why);
        assert_string_equal(f->err.text, wanted);
        assert_text(purl.name, "untouched");
    }
}

static void test_the_longest(void **state)
{
    struct fixture *f = *state;
    struct purl purl;
    buf_add_z(&f->out, "pkg:npm/");
    while (f->out.len < LIMIT_PURL_BYTES)
        buf_add_char(&f->out, 'a');
    assert_true(purl_read(&purl, buf_text(&f->out), &f->arena, &f->err));
    buf_add_char(&f->out, 'a');
    assert_false(purl_read(&purl, buf_text(&f->out), &f->arena, &f->err));
    assert_int_equal(f->err.code, ERR_LIMIT);
}

static void test_a_small_arena(void **state)
{
    struct fixture *f = *state;
    struct purl purl;
    for (size_t cap = 0; cap < 256; cap += 16) {
        struct arena small;
        arena_init(&small, cap);
        bool is_read = purl_read(&purl, TEXT("pkg:NPM/A%41/B%42@1?c=%44&e=f#g/h"), &small, &f->err);
        if (!is_read)
            assert_int_equal(f->err.code, ERR_LIMIT);
        arena_done(&small);
    }
}

static void test_parts_set_by_hand(void **state)
{
    struct fixture *f = *state;
    struct purl_qualifier qualifiers[] = {
        {TEXT("Z"), TEXT("1")}, {TEXT("b"), TEXT("")}, {TEXT("a"), TEXT("x/y")}};
    struct purl purl = {.type = TEXT("GitHub"),
        .space = TEXT("/Some/"),
        .name = TEXT("/Thing/"),
        .subpath = TEXT("/a/b/"),
        .qualifiers = qualifiers,
        .qualifier_count = LEN_OF(qualifiers)};
    assert_true(purl_check(&purl, &f->arena, &f->err));
    purl_print(&purl, &f->out);
    assert_text(buf_text(&f->out), "pkg:github/some/thing?a=x%2Fy&z=1#a/b");
    assert_false(purl_check(&(struct purl){.name = TEXT("a")}, &f->arena, &f->err));
    assert_false(purl_check(&(struct purl){.type = TEXT("npm")}, &f->arena, &f->err));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_parts),
        CASE(test_canonical),
        CASE(test_what_is_none),
        CASE(test_the_longest),
        CASE(test_a_small_arena),
        CASE(test_parts_set_by_hand),
    };
    return cmocka_run_group_tests_name("purl", tests, NULL, NULL);
}
