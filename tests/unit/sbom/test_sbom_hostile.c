/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that are damaged, malicious or something else: each gets one message with its place. */
#include "unit.h"

#include <unistd.h>
#include <zlib.h>

#include "base/limits.h"
#include "sbom/sbom.h"

/* Reads a document named x.json; returns whether it was read. */
static bool read_text(struct text bytes, struct err *err)
{
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_read = sbom_read(&sbom, TEXT("x.json"), bytes, &arena, err);
    arena_done(&arena);
    return is_read;
}

static void assert_refused(const char *document, enum err_code code, const char *wanted)
{
    struct err err = {0};
    assert_false(read_text(text_of(document), &err));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, code);
}

#define CDX "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\","
#define SPDX "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\","
#define READS "kenzen reads CycloneDX, SPDX and lock files (docs/sbom.md)"

static void test_wrong_types_have_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *document, *wanted;
    } rows[] = {
        {CDX "\"components\":{}}", "components: must be an array, not an object"},
        {CDX "\"components\":[{\"name\":\"a\"},7]}",
            "components[1]: must be an object, not a number"},
        {CDX "\"components\":[{\"name\":7}]}",
            "components[0].name: must be a string, not a number"},
        {CDX "\"components\":[{\"name\":null}]}", "components[0].name: is null"},
        {CDX "\"components\":[{}]}", "components[0].name: is missing"},
        {CDX "\"components\":[{\"name\":\"a\",\"version\":1.10}]}",
            "components[0].version: must be a string, not a number"},
        {CDX "\"components\":[{\"name\":\"a\",\"purl\":[]}]}",
            "components[0].purl: must be a string, not an array"},
        {CDX "\"components\":[{\"name\":\"a\\u0000b\"}]}",
            "components[0].name: a NUL character in it"},
        {CDX "\"components\":[{\"name\":\"a\",\"components\":[{\"name\":\"b\"},{\"name\":true}]}]}",
            "components[0].components[1].name: must be a string, not true or false"},
        {CDX "\"components\":[{\"name\":\"a\",\"bom-ref\":1}]}",
            "components[0].bom-ref: must be a string, not a number"},
        {CDX "\"metadata\":[]}", "metadata: must be an object, not an array"},
        {CDX "\"metadata\":{\"component\":\"a\"}}",
            "metadata.component: must be an object, not a string"},
        {CDX "\"metadata\":{\"component\":{\"name\":\"a\",\"components\":[1]}}}",
            "metadata.component.components[0]: must be an object, not a number"},
        {CDX "\"dependencies\":{}}", "dependencies: must be an array, not an object"},
        {CDX "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":\"b\"}]}",
            "dependencies[0].dependsOn: must be an array, not a string"},
        {CDX "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[{}]}]}",
            "dependencies[0].dependsOn[0]: must be a string, not an object"},
        {"{\"bomFormat\":\"Other\",\"specVersion\":\"1.6\"}", "bomFormat: must be \"CycloneDX\""},
        {"{\"bomFormat\":\"CycloneDX\"}", "specVersion: is missing"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":1.6}",
            "specVersion: must be a string, not a number"},
        {SPDX "\"packages\":[{\"SPDXID\":\"a\",\"name\":null}]}", "packages[0].name: is null"},
        {SPDX "\"packages\":[{\"name\":\"a\"}]}", "packages[0].SPDXID: is missing"},
        {SPDX "\"packages\":[{\"SPDXID\":\"a\",\"name\":\"a\",\"externalRefs\":[{\"referenceType\":"
              "\"purl\",\"referenceLocator\":1}]}]}",
            "packages[0].externalRefs[0].referenceLocator: must be a string, not a number"},
        {SPDX "\"relationships\":[{\"spdxElementId\":1}]}",
            "relationships[0].spdxElementId: must be a string, not a number"},
        {"{\"lockfileVersion\":\"3\"}", "lockfileVersion: must be a number, not a string"},
        {"{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":1}}}",
            "packages[\"node_modules/a\"].version: must be a string, not a number"},
        {"{\"lockfileVersion\":1,\"dependencies\":{\"a\":{\"version\":\"1\",\"dependencies\":{\"b\":[]}}}}",
            "dependencies[\"a\"].dependencies[\"b\"]: must be an object, not an array"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        char wanted[256];
        snprintf(wanted, sizeof wanted, "x.json: %s", rows[i].wanted);
        assert_refused(rows[i].document, ERR_SYNTAX, wanted);
    }
}

static void test_malformed_documents(void **state)
{
    (void)state;
    assert_refused("", ERR_SYNTAX, "x.json: there is no JSON in it: it is empty");
    assert_refused("{\"bomFormat\":\n", ERR_SYNTAX,
        "x.json: 2:1: the JSON document ends too early; it seems to be cut off");
    assert_refused(CDX "\"components\":[{\"name\":\"\xff\"}]}", ERR_SYNTAX,
        "x.json: 1:69: a string that is not UTF-8");
    assert_refused(CDX "\"components\":[],\n\"components\":[]}", ERR_SYNTAX,
        "x.json: 2:2: the key \"components\" stands twice in one object");
    static const char utf16[] = "\xff\xfe{\0}";
    struct err err = {0};
    assert_false(read_text((struct text){utf16, 6}, &err));
    assert_non_null(strstr(err.text, "UTF-16"));
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    static const char whole[] = CDX "\"components\":[{\"type\":\"library\",\"name\":\"é\"}]}";
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        struct err err = {0};
        assert_false(read_text((struct text){whole, len}, &err));
    }
    assert_true(read_text((struct text){whole, sizeof whole - 1}, NULL));
}

static void test_other_formats_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *document, *wanted;
    } rows[] = {
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.8\"}",
            "specVersion: CycloneDX \"1.8\" is not one that kenzen reads (1.2 to 1.7)"},
        {"{\"spdxVersion\":\"SPDX-2.1\"}",
            "spdxVersion: \"SPDX-2.1\" is not one that kenzen reads (SPDX-2.2, SPDX-2.3)"},
        {"{\"lockfileVersion\":4}", "lockfileVersion: 4 is not one that kenzen reads (1 to 3)"},
        {"<?xml version=\"1.0\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.8\"/>",
            "2:1: the namespace \"http://cyclonedx.org/schema/bom/1.8\" is not one that kenzen reads (1.0 to 1.7)"},
        {"<project/>", "is XML, but no SBOM; " READS},
        {"SPDXVersion: SPDX-2.1\nDataLicense: CC0-1.0",
            "spdxVersion: \"SPDX-2.1\" is not one that kenzen reads (SPDX-2.2, SPDX-2.3)"},
        {"SPDXID: SPDXRef-DOCUMENT\nname: a\n",
            "is an SPDX document without an spdxVersion; " READS},
        {"spdxVersion: \"SPDX-2.1\"\n",
            "spdxVersion: \"SPDX-2.1\" is not one that kenzen reads (SPDX-2.2, SPDX-2.3)"},
        {"{\"@context\":\"https://openvex.dev/ns/v0.2.0\"}",
            "@context: \"https://openvex.dev/ns/v0.2.0\" is not one that kenzen reads (that of SPDX "
            "3.0.0 or 3.0.1)"},
        {"{\"@graph\":[]}",
            "is linked data without a context; SPDX 3 has that of its version; " READS},
        {"{\"artifacts\":[],\"descriptor\":{}}",
            "is Syft's own JSON; write it with -o cyclonedx-json; " READS},
        {"{\"hello\":1}", "is JSON, but no SBOM; " READS},
        {"[1]", "is JSON, but no SBOM; " READS},
        {"# Notes", "is not JSON; " READS},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        char wanted[256];
        snprintf(wanted, sizeof wanted, "x.json: %s", rows[i].wanted);
        assert_refused(rows[i].document, ERR_UNSUPPORTED, wanted);
    }
}

/* A document of a front, a piece repeated, and an end; the caller frees. */
static struct text repeated(const char *front, const char *piece, size_t count, const char *end)
{
    size_t len = strlen(piece);
    char *at = malloc(strlen(front) + count * len + strlen(end) + 1), *next = at;
    next = stpcpy(next, front);
    for (size_t i = 0; i < count; i++)
        next = mempcpy(next, piece, len);
    next = stpcpy(next, end);
    return (struct text){at, (size_t)(next - at)};
}

static void assert_limit(struct text document, const char *wanted)
{
    struct err err = {0};
    assert_false(read_text(document, &err));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, ERR_LIMIT);
    free((void *)(uintptr_t)document.at);
}

static void assert_fits(struct text document)
{
    struct err err = {0};
    if (!read_text(document, &err))
        fail_msg("%s", err.text);
    free((void *)(uintptr_t)document.at);
}

static void test_number_of_components(void **state)
{
    (void)state;
    static const char front[] = CDX "\"components\":[{\"name\":\"a\"}";
    size_t most = LIMIT_SBOM_COMPONENTS;
    assert_fits(repeated(front, ",{\"name\":\"a\"}", most - 1, "]}"));
    assert_limit(repeated(front, ",{\"name\":\"a\"}", most, "]}"),
        "x.json: components: more than 500000 components");
}

static void test_number_of_dependencies(void **state)
{
    (void)state;
    static const char front[] = CDX "\"components\":[{\"name\":\"a\",\"bom-ref\":\"a\"},"
                                    "{\"name\":\"b\",\"bom-ref\":\"b\"}],\"dependencies\":[{"
                                    "\"ref\":\"a\",\"dependsOn\":[\"b\"";
    size_t most = LIMIT_SBOM_EDGES;
    assert_limit(repeated(front, ",\"b\"", most, "]}]}"),
        "x.json: dependencies: more than 8000000 dependencies");
}

static void test_nesting(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t extra = 0; extra < 2; extra++) {
        struct err err = {0};
        buf_cut(&buf, 0);
        buf_add_z(&buf, CDX "\"components\":[");
        for (size_t i = 1; i < LIMIT_SBOM_NESTING + extra; i++)
            buf_add_z(&buf, "{\"name\":\"a\",\"components\":[");
        buf_add_z(&buf, "{\"name\":\"a\"}");
        for (size_t i = 1; i < LIMIT_SBOM_NESTING + extra; i++)
            buf_add_z(&buf, "]}");
        buf_add_z(&buf, "]}");
        assert_int_equal(read_text(buf_text(&buf), &err), extra == 0);
        if (extra)
            assert_non_null(strstr(err.text, "components nested deeper than 16 levels"));
    }
    char closed[101 + 1] = "";
    memset(closed, ']', 100);
    closed[100] = '}';
    assert_limit(
        repeated(CDX "\"x\":", "[", 100, closed), "x.json: 1:113: nested deeper than 64 levels");
    buf_done(&buf);
}

static void test_long_texts(void **state)
{
    (void)state;
    static const char name[] = CDX "\"components\":[{\"name\":\"";
    static const char version[] = CDX "\"components\":[{\"name\":\"a\",\"version\":\"";
    assert_fits(repeated(name, "a", LIMIT_NAME_BYTES, "\"}]}"));
    assert_limit(repeated(name, "a", LIMIT_NAME_BYTES + 1, "\"}]}"),
        "x.json: components[0].name: longer than 1024 bytes");
    assert_fits(repeated(version, "1", LIMIT_VERSION_BYTES, "\"}]}"));
    assert_limit(repeated(version, "1", LIMIT_VERSION_BYTES + 1, "\"}]}"),
        "x.json: components[0].version: longer than 512 bytes");
}

static void test_a_long_purl_is_odd(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct text document = repeated(CDX "\"components\":[{\"name\":\"a\",\"purl\":\"pkg:npm/", "a",
        LIMIT_PURL_BYTES, "@1\"}]}");
    arena_init(&arena, LIMIT_SBOM_ARENA);
    assert_true(sbom_read(&sbom, TEXT("x.json"), document, &arena, NULL));
    assert_int_equal(sbom.odd_count, 1);
    assert_int_equal(text_find_text(sbom.components[0].oddity, TEXT("purl: ")), 0);
    free((void *)(uintptr_t)document.at);
    arena_done(&arena);
}

static void test_size(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    char path[] = "/tmp/kenzen-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && ftruncate(fd, (off_t)LIMIT_SBOM_BYTES + 1) == 0);
    arena_init(&arena, LIMIT_SBOM_ARENA);
    assert_false(sbom_read_fd(&sbom, TEXT("x.json"), fd, &arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_string_equal(err.text, "x.json: larger than the 256 MiB that an SBOM may have");
    arena_done(&arena);
    close(fd);
    unlink(path);
}

static void test_memory_has_a_cap(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    struct text document =
        repeated(CDX "\"components\":[{\"name\":\"a\"}", ",{\"name\":\"a\"}", 1000, "]}");
    for (size_t cap = 0; cap < 600000; cap += 7919) {
        arena_init(&arena, cap);
        if (!sbom_read(&sbom, TEXT("x.json"), document, &arena, &err))
            assert_int_equal(err.code, ERR_LIMIT);
        arena_done(&arena);
    }
    free((void *)(uintptr_t)document.at);
}

/* Chains of lock files in lock files, listed the wrong way round, must not take quadratic time. */
static void test_long_chains(void **state)
{
    (void)state;
    struct buf buf;
    struct err err = {0};
    buf_init(&buf, SIZE_MAX);
    buf_add_z(&buf, CDX "\"components\":[{\"name\":\"x\"}");
    for (size_t i = 0; i < 50000; i++)
        buf_format(&buf, ",{\"type\":\"operating-system\",\"name\":\"a\",\"bom-ref\":\"%zu\"}", i);
    buf_add_z(&buf, "],\"dependencies\":[{\"ref\":\"x\"}");
    for (size_t i = 49999; i-- > 0;)
        buf_format(&buf, ",{\"ref\":\"%zu\",\"dependsOn\":[\"%zu\"]}", i, i + 1);
    buf_add_z(&buf, "]}");
    assert_true(read_text(buf_text(&buf), &err));
    buf_done(&buf);
}

/* Writes bytes into a pipe or file and reads the SBOM from there. */
static bool read_through(struct text bytes, bool is_pipe, struct err *err)
{
    struct arena arena;
    struct sbom sbom;
    char path[] = "/tmp/kenzen-test-XXXXXX";
    int ends[2] = {-1, -1};
    if (is_pipe)
        assert_int_equal(pipe(ends), 0);
    else
        ends[0] = ends[1] = mkstemp(path);
    assert_int_equal(write(ends[1], bytes.at, bytes.len), (ssize_t)bytes.len);
    if (is_pipe)
        close(ends[1]);
    else
        unlink(path);
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_read = sbom_read_fd(&sbom, TEXT("x.json"), ends[0], &arena, err);
    arena_done(&arena);
    close(ends[0]);
    return is_read;
}

static void test_files_and_pipes(void **state)
{
    (void)state;
    static const char fine[] = CDX "\"components\":[{\"name\":\"a\"}]}";
    static const char broken[] = "{\"a\":\"\\n\",\n x}";
    for (int is_pipe = 0; is_pipe < 2; is_pipe++) {
        struct err err = {0};
        assert_true(read_through(text_of(fine), is_pipe, &err));
        assert_false(read_through(text_of(broken), is_pipe, &err));
        assert_string_equal(err.text, "x.json: 2:2: not JSON: this character cannot stand here");
    }
}

/* Packs a text by gzip into at; returns what is packed. */
static struct text packed(struct text text, char *at, size_t room)
{
    z_stream stream = {
        .next_in = (Bytef *)(uintptr_t)text.at,
        .avail_in = (uInt)text.len,
        .next_out = (Bytef *)at,
        .avail_out = (uInt)room,
    };
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t len = stream.total_out;
    deflateEnd(&stream);
    return (struct text){at, len};
}

static void test_packed_documents(void **state)
{
    (void)state;
    static char room[1 << 20];
    struct err err = {0};
    for (int is_pipe = 0; is_pipe < 2; is_pipe++) {
        struct text fine =
            packed(TEXT(CDX "\"components\":[{\"name\":\"a\"}]}"), room, sizeof room);
        assert_true(read_through(fine, is_pipe, &err));
        assert_false(read_through(text_slice(fine, 0, fine.len - 1), is_pipe, &err));
        assert_string_equal(err.text, "x.json: the gzip file is cut off");
        struct text broken = packed(TEXT(CDX "\"components\":[{\"name\":1}]}"), room, sizeof room);
        assert_false(read_through(broken, is_pipe, &err));
        assert_string_equal(err.text, "x.json: components[0].name: must be a string, not a number");
    }
    struct text large = repeated(CDX "\"x\":\"", "a", LIMIT_SBOM_BYTES, "\"}");
    assert_false(read_text(packed(large, room, sizeof room), &err));
    assert_int_equal(err.code, ERR_LIMIT);
    free((void *)(uintptr_t)large.at);
}

static void test_missing_files(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    arena_init(&arena, LIMIT_SBOM_ARENA);
    assert_false(sbom_read_file(&sbom, "tests/data/none.json", &arena, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_string_equal(err.text, "tests/data/none.json: there is no such file");
    assert_false(sbom_read_file(&sbom, "tests/data", &arena, &err));
    assert_string_equal(err.text, "tests/data: is a folder");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_types_have_their_place),
        cmocka_unit_test(test_malformed_documents),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_other_formats_are_named),
        cmocka_unit_test(test_number_of_components),
        cmocka_unit_test(test_number_of_dependencies),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_a_long_purl_is_odd),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_memory_has_a_cap),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_files_and_pipes),
        cmocka_unit_test(test_packed_documents),
        cmocka_unit_test(test_missing_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
