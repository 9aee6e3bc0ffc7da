/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "domain/purl.h"

static const char *const written[] = {
    "pkg:npm/left-pad",
    "pkg:npm/%40scope/name@1.0.0",
    "pkg:pypi/zope.interface@5.0rc1",
    "pkg:pub/my_thing@1",
    "pkg:golang/github.com/masterminds/semver/v3@v3.2.1%2Bincompatible",
    "pkg:golang/stdlib@1.22.1",
    "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12",
    "pkg:deb/debian/passwd@1:4.13~1",
    "pkg:rpm/redhat/NetworkManager@1.0-1?arch=x86_64&epoch=1&upstream=a%3Db.src.rpm",
    "pkg:oci/app@sha256:ab?tag=Latest",
    "pkg:maven/org.example/lib@1%20a?type=jar",
    "pkg:huggingface/A/B@100B",
    "pkg:generic/a%25b?k.-_2=c",
    "pkg:x-1.y/n",
};

static void assert_same(struct text a, struct text b, struct text s)
{
    if (!text_eq(a, b))
        fail_msg("\"%.*s\" is not \"%.*s\" in %.*s", TEXT_ARG(a), TEXT_ARG(b), TEXT_ARG(s));
}

/* Whatever is taken for canonical reads and prints the other way to the same. Returns whether it was taken. */
static bool agrees(struct text s)
{
    struct arena arena;
    struct purl quick, slow;
    struct purl_qualifier room[PURL_CANONICAL_QUALIFIERS];
    struct buf out;
    struct err err = {0};
    arena_init(&arena, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    bool is_taken = purl_canonical_read(&quick, room, s, &arena);
    if (is_taken) {
        if (!purl_read(&slow, s, &arena, &err))
            fail_msg("%.*s: %s", TEXT_ARG(s), err.text);
        purl_print(&slow, &out);
        assert_same(buf_text(&out), s, s);
        assert_same(quick.type, slow.type, s);
        assert_same(quick.space, slow.space, s);
        assert_same(quick.name, slow.name, s);
        assert_same(quick.version, slow.version, s);
        assert_int_equal(slow.subpath.len + quick.subpath.len, 0);
        assert_int_equal(quick.qualifier_count, slow.qualifier_count);
        for (size_t i = 0; i < slow.qualifier_count; i++) {
            assert_same(quick.qualifiers[i].key, slow.qualifiers[i].key, s);
            assert_same(quick.qualifiers[i].value, slow.qualifiers[i].value, s);
        }
    }
    buf_done(&out);
    arena_done(&arena);
    return is_taken;
}

static void test_takes_what_producers_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(written); i++)
        if (!agrees(text_of(written[i])))
            fail_msg("not taken: %s", written[i]);
}

static void test_leaves_the_rest(void **state)
{
    static const char *const cases[] = {"", "pkg", "pkg:", "pkg:/", "pkg:npm", "pkg:npm/",
        "PKG:npm/a", "pkg:NPM/a", "pkg:1a/b", "pkg:n_m/a", "pkg:npm/A", "pkg:npm/a/", "pkg:npm//a",
        "pkg:/npm/a", "pkg:npm/@a/b", "pkg:npm/a@", "pkg:npm/a@1@2", "pkg:npm/a@1/2",
        "pkg:npm/a@1+2", "pkg:npm/a@1%2b2", "pkg:npm/a@1%2E2", "pkg:npm/a%2Fb", "pkg:npm/a%00",
        "pkg:npm/a%", "pkg:npm/a%4", "pkg:npm/a?", "pkg:npm/a?b", "pkg:npm/a?b=", "pkg:npm/a?B=c",
        "pkg:npm/a?b=c&", "pkg:npm/a?c=1&b=1", "pkg:npm/a?b=1&b=2", "pkg:npm/a?=1", "pkg:npm/a#b",
        "pkg:npm/a b", "pkg:npm/\xc3\xa4", "pkg:npm/%C3%A4", "pkg:pypi/a_b", "pkg:pypi/a@1RC1",
        "pkg:pub/a-b", "pkg:swift/a", "pkg:cargo/a/b", "pkg:julia/a", "pkg:cpan/a::b",
        "pkg:mlflow/A?repository_url=x.databricks.com",
        "pkg:npm/a?a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (agrees(text_of(cases[i])))
            fail_msg("taken: %s", cases[i]);
}

static void test_every_byte_in_every_part(void **state)
{
    static const char *const frames[] = {"pkg:generic/%sx", "pkg:generic/a%s/x",
        "pkg:generic/x@1%s", "pkg:generic/x?k%s=v", "pkg:generic/x?k=%sv", "pkg:ge%sneric/x"};
    (void)state;
    for (size_t frame = 0; frame < LEN_OF(frames); frame++)
        for (unsigned byte = 1; byte < 256; byte++) {
            char raw[2] = {(char)byte}, escape[4], s[64];
            snprintf(escape, sizeof escape, "%%%02X", byte);
            for (size_t part = 0; part < 2; part++) {
                struct buf out;
                buf_init(&out, sizeof s);
                struct text rest = text_of(frames[frame]), front;
                ptrdiff_t at = text_find_text(rest, TEXT("%s"));
                front = text_slice(rest, 0, (size_t)at);
                buf_add(&out, front);
                buf_add_z(&out, part ? escape : raw);
                buf_add(&out, text_from(rest, (size_t)at + 2));
                (void)agrees(buf_text(&out));
                buf_done(&out);
            }
        }
}

/* Small changes to good ones, always the same. */
static void test_changed_ones(void **state)
{
    static const char marks[] = "%/@?&=#:+.~-_ aA0\x7f\xc3";
    uint32_t chance = 1;
    size_t taken = 0;
    (void)state;
    for (size_t round = 0; round < 100000; round++) {
        char s[128];
        struct text from = text_of(written[round % LEN_OF(written)]);
        memcpy(s, from.at, from.len);
        for (size_t change = 0; change < 1 + round % 3; change++) {
            chance = chance * 1664525 + 1013904223;
            s[(chance >> 8) % from.len] = marks[(chance >> 24) % (sizeof marks - 1)];
        }
        taken += agrees((struct text){s, from.len});
    }
    assert_in_range(taken, 10000, 90000);
}

static void test_the_longest(void **state)
{
    static char s[LIMIT_PURL_BYTES + 1];
    (void)state;
    memset(s, 'a', sizeof s);
    memcpy(s, "pkg:npm/", 8);
    assert_true(agrees((struct text){s, LIMIT_PURL_BYTES}));
    assert_false(agrees((struct text){s, LIMIT_PURL_BYTES + 1}));
}

static void test_a_small_arena(void **state)
{
    struct purl purl;
    struct purl_qualifier room[PURL_CANONICAL_QUALIFIERS];
    (void)state;
    for (size_t cap = 0; cap < 256; cap += 16) {
        struct arena small;
        arena_init(&small, cap);
        if (!purl_canonical_read(&purl, room, TEXT("pkg:npm/%40a/b%20@1%25?c=%25&e=f"), &small))
            assert_true(small.is_spent);
        arena_done(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_what_producers_write),
        cmocka_unit_test(test_leaves_the_rest),
        cmocka_unit_test(test_every_byte_in_every_part),
        cmocka_unit_test(test_changed_ones),
        cmocka_unit_test(test_the_longest),
        cmocka_unit_test(test_a_small_arena),
    };
    return cmocka_run_group_tests_name("canonical purl", tests, NULL, NULL);
}
