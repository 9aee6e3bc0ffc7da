/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/archive.h"

#include "folder.h"
#include "pack.h"

/* Returns what is in an archive, "name=bytes" or "name!refusal" or "name?" (spoilt) joined by spaces; then " ERR" and the
   error when it ends in one. */
static struct text list(
    struct folder *folder, const char *path, const struct archive_limits *limits, size_t most_bytes)
{
    struct archive_walk *walk = NULL;
    struct archive_item item;
    struct err err = {0};
    struct buf all, bytes;
    bool is_there = true, is_fine = archive_walk_new(&walk, path, limits, &err);
    buf_init(&all, SIZE_MAX);
    buf_init(&bytes, most_bytes);
    while (is_fine && (is_fine = archive_walk_next(walk, &is_there, &item, &err)) && is_there) {
        bool is_whole;
        buf_cut(&bytes, 0);
        buf_format(&all, "%s%.*s", all.len ? " " : "", TEXT_ARG(item.name));
        if (item.refusal)
            buf_format(&all, "!%s", item.refusal);
        else if ((is_fine = archive_walk_read(walk, &bytes, &is_whole, &err)))
            buf_format(&all, is_whole ? "=%s" : "?", bytes.at ? bytes.at : "");
    }
    if (!is_fine)
        buf_format(&all, " ERR %s", text_from(text_of(err.text), strlen(path)).at);
    struct text kept = arena_text(&folder->arena, buf_text(&all));
    buf_done(&all);
    buf_done(&bytes);
    archive_walk_free(walk);
    return kept;
}

static void test_every_kind(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const enum pack_kind kinds[] = {PACK_ZIP, PACK_TAR, PACK_TAR_GZIP, PACK_TAR_ZSTD};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        const char *path = folder_path(&folder, "a");
        struct pack pack = pack_new(path, kinds[i]);
        pack_add(&pack, "one.json", TEXT("{}"));
        pack_add_kind(&pack, "sub/", AE_IFDIR, NULL, TEXT(""));
        pack_add(&pack, "sub/two", TEXT(""));
        pack_done(&pack);
        assert_text(list(&folder, path, NULL, 100), "one.json={} sub/two=");
    }
    struct pack pack = pack_new(folder_path(&folder, "empty.zip"), PACK_ZIP);
    pack_done(&pack);
    assert_text(list(&folder, folder_path(&folder, "empty.zip"), NULL, 100),
        " ERR : not a whole zip or tar archive");
    folder_done(&folder);
}

static void test_names_that_do_harm_are_refused(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.tar");
    struct pack pack = pack_new(path, PACK_TAR);
    pack_add(&pack, "/etc/passwd", TEXT("x"));
    pack_add(&pack, "a/../../b", TEXT("x"));
    pack_add(&pack, "..\\b", TEXT("x"));
    pack_add(&pack, "C:\\b", TEXT("x"));
    pack_add_kind(&pack, "link", AE_IFLNK, "/etc/passwd", TEXT(""));
    pack_add_kind(&pack, "fifo", AE_IFIFO, NULL, TEXT(""));
    pack_add(&pack, "a..b/c", TEXT("good"));
    pack_done(&pack);
    assert_text(list(&folder, path, NULL, 100),
        "/etc/passwd!its path is absolute a/../../b!its path climbs out of the archive "
        "..\\b!its path climbs out of the archive C:\\b!its path is absolute link!it is a link "
        "fifo!it is no regular file a..b/c=good");
    folder_done(&folder);
}

static void test_an_entry_too_large_spoils_itself_alone(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.zip");
    struct pack pack = pack_new(path, PACK_ZIP);
    pack_add(&pack, "a", TEXT("12345"));
    pack_add(&pack, "b", TEXT("123456"));
    pack_add(&pack, "c", TEXT("1"));
    pack_done(&pack);
    assert_text(list(&folder, path, NULL, 5), "a=12345 b? c=1");
    folder_done(&folder);
}

static void test_limits_one_past(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.tar");
    struct pack pack = pack_new(path, PACK_TAR);
    pack_add(&pack, "a", TEXT("12345"));
    pack_add(&pack, "b", TEXT("12345"));
    pack_done(&pack);
    struct archive_limits limits = {2, 10, 100, 100};
    assert_text(list(&folder, path, &limits, 9), "a=12345 b=12345");
    limits.entries = 1;
    assert_text(list(&folder, path, &limits, 9), "a=12345 ERR : has more than 1 entries");
    limits = (struct archive_limits){2, 9, 100, 100};
    assert_text(list(&folder, path, &limits, 9), "a=12345 b ERR : unpacks to more than 9 bytes");
    folder_done(&folder);
}

static void test_bomb(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const enum pack_kind kinds[] = {PACK_ZIP, PACK_TAR_GZIP, PACK_TAR_ZSTD};
    size_t len = (size_t)32 << 20;
    char *zeroes = calloc(1, len);
    assert_non_null(zeroes);
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        const char *path = folder_path(&folder, "bomb");
        struct pack pack = pack_new(path, kinds[i]);
        pack_add(&pack, "zeroes", (struct text){zeroes, len});
        pack_done(&pack);
        /* Read, and passed over because it does not fit. */
        assert_text(
            list(&folder, path, NULL, len), "zeroes ERR : unpacks to more than 200 times its size");
        assert_text(
            list(&folder, path, NULL, 1), "zeroes ERR : unpacks to more than 200 times its size");
    }
    free(zeroes);
    folder_done(&folder);
}

static const char words[] = "the same words, the same words, the same words, the same words";

static bool is_error(struct text all)
{
    return text_find_text(all, TEXT(" ERR ")) >= 0 || text_find(all, '?') >= 0 ||
           text_find(all, '!') >= 0;
}

static struct text pack_words(struct folder *folder, enum pack_kind kind)
{
    const char *path = folder_path(folder, "whole");
    struct pack pack = pack_new(path, kind);
    pack_add(&pack, "a", text_of(words));
    pack_add(&pack, "b", TEXT("more of the same"));
    pack_done(&pack);
    return folder_read(folder, path);
}

/* Whatever byte is changed, no entry is given with other content. */
static void assert_change_is_seen(struct folder *folder, enum pack_kind kind, size_t least_percent)
{
    struct text good = pack_words(folder, kind);
    char *bytes = (char *)(uintptr_t)good.at;
    size_t seen = 0;
    for (size_t i = 0; i < good.len; i++) {
        bytes[i] ^= 0x04;
        struct text bad = list(folder, folder_write(folder, "bad", good), NULL, 100);
        bytes[i] ^= 0x04;
        seen += is_error(bad);
        bool is_same = text_find_text(bad, text_of(words)) > 0 &&
                       text_find_text(bad, TEXT("=more of the same")) > 0;
        if (!is_error(bad) && !is_same)
            fail_msg("kind %d, byte %zu: %.*s", (int)kind, i, TEXT_ARG(bad));
    }
    assert_true(seen * 100 >= good.len * least_percent);
}

/* What is cut off is never given as if it were whole. */
static void assert_cut_is_seen(struct folder *folder, enum pack_kind kind)
{
    struct text good = pack_words(folder, kind);
    for (size_t len = 0; len < good.len; len++) {
        struct text cut =
            list(folder, folder_write(folder, "cut", text_slice(good, 0, len)), NULL, 100);
        if (!is_error(cut))
            fail_msg("kind %d, cut at %zu: %.*s", (int)kind, len, TEXT_ARG(cut));
    }
}

static void test_damage(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    assert_change_is_seen(&folder, PACK_ZIP, 25);
    assert_change_is_seen(&folder, PACK_TAR_GZIP, 75);
    assert_cut_is_seen(&folder, PACK_ZIP);
    assert_cut_is_seen(&folder, PACK_TAR_GZIP);
    assert_cut_is_seen(&folder, PACK_TAR_ZSTD);
    folder_done(&folder);
}

static void test_no_archive(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct archive_walk *walk = NULL;
    struct err err = {0};
    assert_false(archive_walk_new(&walk, folder_path(&folder, "none"), NULL, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    const char *path = folder_write(&folder, "text", TEXT("{\"id\": \"A-1\"}"));
    assert_false(archive_walk_new(&walk, path, NULL, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_names_that_do_harm_are_refused),
        cmocka_unit_test(test_an_entry_too_large_spoils_itself_alone),
        cmocka_unit_test(test_limits_one_past),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_no_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
