/* SPDX-License-Identifier: Apache-2.0 */
/* What is written in any format is read back as the same inventory. */
#include "unit.h"

#include <dirent.h>

#include "base/limits.h"
#include "sbom/sbom_write.h"

static const char folder[] = "tests/data/sbom";

static const char *const formats[] = {"cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag",
    "spdx-xml", "spdx-yaml", "spdx3-json"};

struct journey {
    struct arena arena;
    struct sbom before, after;
    struct buf bytes;
    struct sbom_write_lost lost;
};

static void write_and_read(struct sbom *ret_after, const struct sbom *before,
    struct sbom_write_order *order, struct journey *j, struct buf *bytes, const char *what)
{
    struct err err = {0};
    buf_init(bytes, SIZE_MAX);
    if (!sbom_write(before, order, bytes, &j->lost, &err) ||
        !sbom_read(ret_after, TEXT("written"), buf_text(bytes), &j->arena, &err))
        fail_msg("%s: %s", what, err.text);
    assert_int_equal(ret_after->format, order->format);
}

/* What was read back is written as a document that stays the same from then on. */
static void assert_stays(struct journey *j, struct sbom_write_order *order, const char *what)
{
    struct sbom second, third;
    struct buf bytes, again;
    write_and_read(&second, &j->after, order, j, &bytes, what);
    write_and_read(&third, &second, order, j, &again, what);
    size_t at = 0;
    while (at < again.len && at < bytes.len && again.at[at] == bytes.at[at])
        at++;
    if (again.len != bytes.len || at < again.len)
        fail_msg("%s: byte %zu: %.80s became %.80s", what, at, bytes.at + at, again.at + at);
    buf_done(&bytes);
    buf_done(&again);
}

/* Writes what stands in before, and reads it back. */
static void travel(struct journey *j, const char *what, const char *format)
{
    struct err err = {0};
    struct sbom_write_order order = {.now_us = 1};
    assert_true(sbom_write_read_format(text_of(format), &order.format, &err));
    write_and_read(&j->after, &j->before, &order, j, &j->bytes, what);
    struct sbom_write_lost lost = j->lost;
    assert_stays(j, &order, what);
    j->lost = lost;
}

static void go(struct journey *j, const char *path, const char *format)
{
    struct err err = {0};
    arena_init(&j->arena, LIMIT_SBOM_ARENA);
    if (!sbom_read_file(&j->before, path, &j->arena, &err))
        fail_msg("%s: %s", path, err.text);
    travel(j, path, format);
}

static void come_home(struct journey *j)
{
    arena_done(&j->arena);
    buf_done(&j->bytes);
}

/* A licence that is no expression has another name in SPDX. */
static bool is_renamed(struct text license)
{
    return text_starts(license, TEXT("LicenseRef-"));
}

static void assert_same_component(
    const struct sbom_component *a, const struct sbom_component *b, const char *path)
{
    const struct {
        const char *what;
        struct text before, after;
    } rows[] = {
        {"name", a->name, b->name},
        {"version", a->version, b->version},
        {"purl", a->purl, b->purl},
        {"cpe", a->cpe, b->cpe},
        {"license", a->license, is_renamed(b->license) ? a->license : b->license},
        {"ecosystem", a->ecosystem, b->ecosystem},
        {"package", a->package, b->package},
        {"source package", a->source_package, b->source_package},
        {"source version", a->source_version, b->source_version},
        {"module", a->module, b->module},
        {"path", a->path, b->path},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (!text_eq(rows[i].before, rows[i].after))
            fail_msg("%s: %.*s: the %s \"%.*s\" became \"%.*s\"", path, TEXT_ARG(a->name),
                rows[i].what, TEXT_ARG(rows[i].before), TEXT_ARG(rows[i].after));
    assert_int_equal(a->is_package, b->is_package);
    if (a->is_direct != b->is_direct)
        fail_msg("%s: %.*s was %sdirect", path, TEXT_ARG(a->name), a->is_direct ? "" : "not ");
}

static bool has_edge(const struct sbom *sbom, struct sbom_edge edge)
{
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (sbom->edges[i].from == edge.from && sbom->edges[i].to == edge.to)
            return true;
    return false;
}

static void assert_same(const struct journey *j, const char *path)
{
    if (j->before.name.len)
        assert_true(text_eq(j->after.name, j->before.name));
    assert_true(text_eq(j->after.version, j->before.version));
    assert_int_equal(j->after.component_count, j->before.component_count);
    for (size_t i = 0; i < j->before.component_count; i++)
        assert_same_component(&j->before.components[i], &j->after.components[i], path);
    for (size_t i = 0; i < j->before.edge_count; i++)
        if (!has_edge(&j->after, j->before.edges[i]))
            fail_msg("%s: an edge is gone", path);
    assert_int_equal(j->after.duplicate_ref_count, 0);
    assert_int_equal(j->after.dangling_ref_count, 0);
}

/* Each sample in each format. */
static void test_every_sample_comes_back(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[512];
        struct text file = text_of(entry->d_name);
        if (file.at[0] == '.' || text_ends(file, TEXT(".txt")))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        for (size_t i = 0; i < LEN_OF(formats); i++) {
            struct journey j = {0};
            go(&j, path, formats[i]);
            assert_same(&j, path);
            come_home(&j);
            count++;
        }
    }
    closedir(dir);
    assert_true(count >= 19 * LEN_OF(formats));
}

static void test_unknown_formats_are_named(void **state)
{
    (void)state;
    struct err err = {0};
    enum sbom_format format;
    assert_false(sbom_write_read_format(TEXT("xlsx"), &format, &err));
    assert_non_null(strstr(err.text, "cyclonedx-json"));
    assert_true(sbom_write_read_format(TEXT("cyclonedx"), &format, &err));
    assert_int_equal(format, SBOM_CYCLONEDX_JSON);
    struct sbom sbom = {0};
    struct sbom_write_lost lost;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_false(
        sbom_write(&sbom, &(struct sbom_write_order){.format = SBOM_NPM_LOCK}, &out, &lost, &err));
    assert_int_equal(err.code, ERR_USAGE);
    buf_done(&out);
}

/* A chain of components in components that is deeper than a reader takes. */
static void test_deep_nesting_is_flattened(void **state)
{
    (void)state;
    enum { COUNT = 40 };
    struct sbom_component components[COUNT] = {0};
    struct sbom sbom = {.name = TEXT("deep"), .components = components, .component_count = COUNT};
    struct sbom back;
    struct sbom_write_lost lost;
    struct arena arena;
    struct buf out;
    struct err err = {0};
    for (uint32_t i = 0; i < COUNT; i++)
        components[i] = (struct sbom_component){
            .name = TEXT("same"), .ref = TEXT("twice"), .parent = i ? i - 1 : SBOM_ROOT};
    arena_init(&arena, LIMIT_SBOM_ARENA);
    buf_init(&out, SIZE_MAX);
    assert_true(sbom_write(
        &sbom, &(struct sbom_write_order){.format = SBOM_CYCLONEDX_JSON}, &out, &lost, &err));
    assert_int_equal(lost.nested_count, 2);
    assert_true(sbom_read(&back, TEXT("deep.json"), buf_text(&out), &arena, &err));
    assert_int_equal(back.component_count, COUNT);
    assert_int_equal(back.duplicate_ref_count, 0);
    buf_done(&out);
    arena_done(&arena);
}

static void test_what_is_lost_is_told(void **state)
{
    (void)state;
    struct sbom_fact facts[] = {
        {TEXT(""), TEXT("a note"), 0, SBOM_FACT_COMMENT},
        {TEXT("MD5"), TEXT("0123456789abcdef0123456789ABCDEF"), 0, SBOM_FACT_HASH},
        {TEXT("SHA-256"), TEXT("00"), 0, SBOM_FACT_HASH},
        {TEXT("SHA-7"), TEXT("00"), 0, SBOM_FACT_HASH},
    };
    struct sbom_component component = {
        .name = TEXT("a"), .parent = SBOM_ROOT, .fact_at = 0, .fact_count = LEN_OF(facts)};
    struct sbom sbom = {.components = &component,
        .component_count = 1,
        .facts = facts,
        .fact_count = LEN_OF(facts)};
    struct sbom_write_lost lost;
    struct buf out, told;
    struct err err = {0};
    buf_init(&out, SIZE_MAX);
    buf_init(&told, SIZE_MAX);
    assert_true(sbom_write(
        &sbom, &(struct sbom_write_order){.format = SBOM_CYCLONEDX_JSON}, &out, &lost, &err));
    sbom_write_print_lost(&lost, &told);
    assert_string_equal(told.at, "1 × comment, 2 × hash");
    buf_done(&out);
    buf_done(&told);
}

/* Texts that some format could take for something else than a text. */
static const char *const hostile[] = {"yes", "No", "null", "~", "1e3", "0x10", "1:20", "2024-01-02",
    "- x", "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "{}", "[]", "'a",
    "\"a\"", "a\\b", "---", "...", "?", "=", "<<", "<text>", "a</text>b",
    "a\nPackageName: forged\nSPDXID: SPDXRef-Forged", "a\rPackageName: forged",
    "a\xc2\x85"
    "b\xe2\x80\xa8"
    "c",
    "]]>", "<![CDATA[", "&amp;", "&#0;", "<!--", "</name><name>forged", "a\tb\n\nc", "\xef\xbb\xbf",
    "\xf0\x9f\x90\xb8", "a\"b'c"};

static struct sbom_component of(const char *name)
{
    return (struct sbom_component){.name = text_of(name),
        .version = TEXT("1"),
        .license = text_of(name),
        .purl = TEXT("pkg:npm/a@1"),
        .cpe = text_of(name),
        .ecosystem = TEXT("npm"),
        .package = TEXT("a"),
        .is_package = true,
        .parent = SBOM_ROOT};
}

static void test_hostile_texts_come_back(void **state)
{
    (void)state;
    enum { COUNT = LEN_OF(hostile) };
    struct sbom_component components[COUNT];
    struct sbom_fact facts[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        components[i] = of(hostile[i]);
        components[i].fact_at = i;
        components[i].fact_count = 1;
        facts[i] = (struct sbom_fact){TEXT(""), text_of(hostile[i]), i, SBOM_FACT_DESCRIPTION};
    }
    for (size_t f = 0; f < LEN_OF(formats); f++) {
        struct journey j = {.before = {.name = TEXT("shop"),
                                .components = components,
                                .component_count = COUNT,
                                .facts = facts,
                                .fact_count = COUNT}};
        arena_init(&j.arena, LIMIT_SBOM_ARENA);
        travel(&j, formats[f], formats[f]);
        assert_same(&j, formats[f]);
        for (uint32_t i = 0; i < COUNT; i++) {
            struct text said = sbom_fact_first(&j.after, i, SBOM_FACT_DESCRIPTION);
            if (!text_is(said, hostile[i]) && !j.lost.changed_count)
                fail_msg("%s: %s became %.*s", formats[f], hostile[i], TEXT_ARG(said));
        }
        come_home(&j);
    }
}

/* XML 1.0 has no way to write most control characters, and a marked text of tag-value none for its own end. */
static void test_what_a_form_cannot_hold_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *format, *name, *becomes;
        size_t count;
    } rows[] = {
        {"spdx-xml",
            "a\x01\x1f\xef\xbf\xbe"
            "b",
            "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
            "b",
            3},
        {"spdx-tag", "a\n</text>b", "a\n</text >b", 1},
        {"spdx-tag", "a\x01</text", "a\x01</text", 0},
        {"spdx-tag", "<text>a</text>", "<text>a</text >", 1},
        {"spdx-tag", "a</text>\nPackageName: forged", "a</text >\nPackageName: forged", 1},
        {"spdx-yaml", "a\x01\x1f\xef\xbf\xbe\x7f", "a\x01\x1f\xef\xbf\xbe\x7f", 0},
        {"spdx-json", "a\x01\n</text>", "a\x01\n</text>", 0},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct sbom_component component = of(rows[i].name);
        component.license = component.cpe = TEXT("MIT");
        struct journey j = {
            .before = {.name = TEXT("shop"), .components = &component, .component_count = 1}};
        arena_init(&j.arena, LIMIT_SBOM_ARENA);
        travel(&j, rows[i].format, rows[i].format);
        assert_int_equal(j.after.component_count, 1);
        assert_true(text_is(j.after.components[0].name, rows[i].becomes));
        assert_int_equal(j.lost.changed_count, rows[i].count);
        come_home(&j);
    }
}

/* References that are ids of other things in what is written, or none. */
static void test_hostile_references(void **state)
{
    (void)state;
    static const char *const refs[] = {"https://example.org/doc", "https://example.org/doc#Root",
        "https://example.org/doc#Agent-1", "https://example.org/doc#Component-1",
        "https://example.org/doc#Component-3", "https://example.org/doc#Sbom",
        "https://example.org/a", "https://example.org/a b", "https://example.org/<a>",
        "SPDXRef-Root", "SPDXRef-DOCUMENT", "SPDXRef-Component-0", "root", "component-1", "",
        "same", "same", " same", "same\x01", "_:creation", "urn:x:y", "NoneElement"};
    enum { COUNT = LEN_OF(refs) };
    struct sbom_component components[COUNT];
    struct sbom_edge edges[2 * COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        components[i] = of("a");
        components[i].license = components[i].cpe = TEXT("MIT");
        components[i].ref = text_of(refs[i]);
        components[i].is_direct = true;
        edges[i] = (struct sbom_edge){SBOM_ROOT, i};
        edges[COUNT + i] = (struct sbom_edge){i, (i + 1) % COUNT};
    }
    for (size_t f = 0; f < LEN_OF(formats); f++) {
        struct journey j = {.before = {.name = TEXT("shop"),
                                .serial = TEXT("https://example.org/doc"),
                                .components = components,
                                .component_count = COUNT,
                                .edges = edges,
                                .edge_count = LEN_OF(edges)}};
        arena_init(&j.arena, LIMIT_SBOM_ARENA);
        travel(&j, formats[f], formats[f]);
        assert_same(&j, formats[f]);
        assert_int_equal(j.after.edge_count, LEN_OF(edges));
        come_home(&j);
    }
}

/* SPDX 3 keeps the texts of licences with the document. */
static bool has_fact(const struct sbom *sbom, const struct sbom_fact *wanted)
{
    for (size_t i = 0; i < sbom->fact_count; i++) {
        const struct sbom_fact *fact = &sbom->facts[i];
        bool is_there = fact->component == wanted->component ||
                        (fact->component == SBOM_ROOT && fact->kind == SBOM_FACT_LICENSE_TEXT);
        if (is_there && fact->kind == wanted->kind && text_eq(fact->key, wanted->key) &&
            text_eq(fact->value, wanted->value))
            return true;
    }
    return false;
}

/* Facts of one component, then of the document. */
static void assert_facts_come_back(struct sbom_fact *facts, size_t count, const char *format)
{
    struct sbom_component component = of("own");
    while (component.fact_count < count && facts[component.fact_count].component == 0)
        component.fact_count++;
    struct journey j = {.before = {.name = TEXT("shop"),
                            .components = &component,
                            .component_count = 1,
                            .facts = facts,
                            .fact_count = count}};
    arena_init(&j.arena, LIMIT_SBOM_ARENA);
    travel(&j, format, format);
    component.path = j.after.components[0].path; /* the first occurrence */
    assert_same(&j, format);
    for (size_t i = 0; i < count; i++)
        if (!has_fact(&j.after, &facts[i]))
            fail_msg("%s: %.*s is gone", format, TEXT_ARG(facts[i].value));
    for (size_t i = 0; i < SBOM_FACT_KINDS; i++)
        assert_int_equal(j.lost.facts[i], 0);
    come_home(&j);
}

/* Facts that SPDX 3 has a place for come back as they were. */
static void test_facts_come_back_from_spdx3(void **state)
{
    (void)state;
    struct sbom_fact facts[] = {
        {TEXT("mail@example.org"), TEXT("Maker"), 0, SBOM_FACT_SUPPLIER},
        {TEXT("https://example.org"), TEXT("Maker"), 0, SBOM_FACT_MANUFACTURER},
        {TEXT(""), TEXT("Maker"), 0, SBOM_FACT_AUTHOR},
        {TEXT("summary"), TEXT("Short."), 0, SBOM_FACT_DESCRIPTION},
        {TEXT(""), TEXT("One."), 0, SBOM_FACT_COMMENT},
        {TEXT(""), TEXT("Two."), 0, SBOM_FACT_COMMENT},
        {TEXT("SHA3-512"), TEXT("00"), 0, SBOM_FACT_HASH},
        {TEXT("vcs"), TEXT("git@example.org:a/b"), 0, SBOM_FACT_REFERENCE},
        {TEXT("website"), TEXT("https://example.org/1"), 0, SBOM_FACT_REFERENCE},
        {TEXT("website"), TEXT("https://example.org/2"), 0, SBOM_FACT_REFERENCE},
        {TEXT("purl"), TEXT("pkg:npm/b@2"), 0, SBOM_FACT_IDENTIFIER},
        {TEXT("swhid"), TEXT("swh:1:rel:22ece559cc7cc2364edc5e5593d63ae8bd229f9f"), 0,
            SBOM_FACT_IDENTIFIER},
        {TEXT(""), TEXT("MIT"), 0, SBOM_FACT_LICENSE_DECLARED},
        {TEXT("own"), TEXT("Take it."), 0, SBOM_FACT_LICENSE_TEXT},
        {TEXT("releaseDate"), TEXT("2026-01-02T03:04:05Z"), 0, SBOM_FACT_PROPERTY},
        {TEXT("releaseDate"), TEXT("some day"), 0, SBOM_FACT_PROPERTY},
        {TEXT("attributionText"), TEXT("Thanks."), 0, SBOM_FACT_PROPERTY},
        {TEXT("mail@example.org"), TEXT("Writer"), SBOM_ROOT, SBOM_FACT_SBOM_AUTHOR},
        {TEXT(""), TEXT("post-build"), SBOM_ROOT, SBOM_FACT_SBOM_LIFECYCLE},
        {TEXT(""), TEXT("CC0-1.0"), SBOM_ROOT, SBOM_FACT_SBOM_LICENSE},
        {TEXT(""), TEXT("Three."), SBOM_ROOT, SBOM_FACT_SBOM_COMMENT},
        {TEXT(""), TEXT("Four."), SBOM_ROOT, SBOM_FACT_SBOM_COMMENT},
    };
    assert_facts_come_back(facts, LEN_OF(facts), "spdx3-json");
}

/* The same of CycloneDX. */
static void test_facts_come_back_from_cyclonedx(void **state)
{
    (void)state;
    struct sbom_fact facts[] = {
        {TEXT("swid"), TEXT("tag-1"), 0, SBOM_FACT_IDENTIFIER},
        {TEXT("omniborId"), TEXT("gitoid:blob:sha1:261eeb9e9f8b2b4b0d119366dda99c6fd7d35c64"), 0,
            SBOM_FACT_IDENTIFIER},
        {TEXT("swhid"), TEXT("swh:1:rel:22ece559cc7cc2364edc5e5593d63ae8bd229f9f"), 0,
            SBOM_FACT_IDENTIFIER},
        {TEXT(""), TEXT("MIT"), 0, SBOM_FACT_LICENSE_DECLARED},
        {TEXT("own"), TEXT("Take it,\n <all> of it."), 0, SBOM_FACT_LICENSE_TEXT},
        {TEXT("MIT"), TEXT("Permission is granted"), 0, SBOM_FACT_LICENSE_TEXT},
        {TEXT("identity"), TEXT("pkg:npm/a@1"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("identity"), TEXT("hash"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("occurrence"), TEXT("/srv/a"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("occurrence"), TEXT("/srv/b"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("licence"), TEXT("MIT"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("licence"), TEXT("MIT OR ISC"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("copyright"), TEXT("(c) A"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("ancestor"), TEXT("pkg:npm/%40scope/old@1.0.0"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("descendant"), TEXT("@scope/new@2"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("variant"), TEXT("other"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("commit"), TEXT("123abc"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("commit"), TEXT("https://example.org/commit/1"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("patch"), TEXT("backport"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("notes"), TEXT("Made over."), 0, SBOM_FACT_PEDIGREE},
        {TEXT(""), TEXT("rebuild"), SBOM_ROOT, SBOM_FACT_SBOM_LIFECYCLE},
    };
    assert_facts_come_back(facts, LEN_OF(facts), "cyclonedx-json");
    assert_facts_come_back(facts, LEN_OF(facts), "cyclonedx-xml");
}

static void test_what_facts_do_not_suffice_for_is_lost(void **state)
{
    (void)state;
    struct sbom_fact facts[] = {
        {TEXT("cpe22"), TEXT("cpe:/a:b:c"), 0, SBOM_FACT_IDENTIFIER},
        {TEXT("swid"), TEXT("tag-1"), 0, SBOM_FACT_IDENTIFIER},
        {TEXT("swid"), TEXT("tag-2"), 0, SBOM_FACT_IDENTIFIER},
        {TEXT("Another"), TEXT("text"), 0, SBOM_FACT_LICENSE_TEXT},
        {TEXT("identity"), TEXT("what is that"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("callstack"), TEXT("a.js#main"), 0, SBOM_FACT_EVIDENCE},
        {TEXT("ancestor"), TEXT("pkg:"), 0, SBOM_FACT_PEDIGREE},
        {TEXT("patch"), TEXT("big"), 0, SBOM_FACT_PEDIGREE},
    };
    struct sbom_component component = of("own");
    component.fact_count = LEN_OF(facts);
    struct journey j = {.before = {.name = TEXT("shop"),
                            .components = &component,
                            .component_count = 1,
                            .facts = facts,
                            .fact_count = LEN_OF(facts)}};
    arena_init(&j.arena, LIMIT_SBOM_ARENA);
    travel(&j, "facts", "cyclonedx-json");
    struct buf told;
    buf_init(&told, SIZE_MAX);
    sbom_write_print_lost(&j.lost, &told);
    assert_string_equal(
        told.at, "2 × further identifier, 1 × licence text, 2 × piece of evidence, 2 × pedigree");
    assert_null(strstr(j.bytes.at, "ancestors"));
    buf_done(&told);
    come_home(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_sample_comes_back),
        cmocka_unit_test(test_unknown_formats_are_named),
        cmocka_unit_test(test_deep_nesting_is_flattened),
        cmocka_unit_test(test_what_is_lost_is_told),
        cmocka_unit_test(test_hostile_texts_come_back),
        cmocka_unit_test(test_what_a_form_cannot_hold_is_told),
        cmocka_unit_test(test_hostile_references),
        cmocka_unit_test(test_facts_come_back_from_spdx3),
        cmocka_unit_test(test_facts_come_back_from_cyclonedx),
        cmocka_unit_test(test_what_facts_do_not_suffice_for_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
