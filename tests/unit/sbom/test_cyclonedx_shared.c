/* SPDX-License-Identifier: Apache-2.0 */
/* The standard's own documents, when they lie beside the project: every valid one is read and nothing in it is odd, every
   invalid one is refused or told for what is wrong with it, and those that exist as JSON and XML say the same. */
#include "unit.h"

#include <ftw.h>
#include <unistd.h>

#include "base/limits.h"
#include "sbom/sbom.h"

/* Visits every file of a shared folder, or skips the test when there is none. */
static void walk(const char *folder, __nftw_func_t visit)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", unit_shared(), folder);
    if (access(path, R_OK) != 0)
        skip();
    assert_int_equal(nftw(path, visit, 16, FTW_PHYS), 0);
}

static bool read_path(const char *path, struct sbom *sbom, struct arena *arena, struct err *err)
{
    arena_init(arena, LIMIT_SBOM_ARENA);
    return sbom_read_file(sbom, path, arena, err);
}

/* What is wrong with each invalid document: a piece of what must be told, and whether it is refused. */
static const struct wrong {
    const char *stem, *told;
    bool is_refused;
} wrongs[] = {
    {"bomformat", "bomFormat: must be \"CycloneDX\"", true},
    {"component-ref", "",
        false}, /* see below: JSON has an empty one, XML also one that is given twice */
    {"component-swid", "swid.tagId: is missing", false},
    {"component-type", "type: \"foo\" is no type", false},
    {"dependency", "dependencies[0].ref: is missing", true},
    {"empty-component", "components[0].name: is missing", true},
    {"hash-alg", "hashes[0].alg: \"FOO\" is no algorithm", false},
    {"hash-md5", "hashes[0].content: \"foo\" is no MD5", false},
    {"hash-sha1", "hashes[1].content: \"foo\" is no SHA-1", false},
    {"hash-sha256", "hashes[2].content: \"foo\" is no SHA-256", false},
    {"hash-sha512", "hashes[3].content: \"foo\" is no SHA-512", false},
    {"issue-type", "patches[0].resolves[0].type: \"foo\" is no type", false},
    {"license-choice", "licenses", false},
    {"license-declared-concluded-mix", "licenses: an expression beside other licences", false},
    {"license-encoding", "text.encoding: \"base85\" is no encoding", false},
    {"license-id", "license.id: \"Apache-2\" is no id of the SPDX list", false},
    {"license-id-count", "<id> stands twice in one <license>", true},
    {"license-missing-id-and-name", "license: has neither an id nor a name", false},
    {"license-name-count", "<name> stands twice in one <license>", true},
    {"metadata-license", "metadata.licenses[0].license.id: \"Apache-2\" is no", false},
    {"metadata-timestamp", "metadata.timestamp: ", false},
    {"missing-component-type", "components[0].type: is missing", false},
    {"namespace", "http://cyclonedx.org/schema/bom/12", true},
    {"patch-type", "patches[0].type: \"foo\" is no type", false},
    {"properties", "properties[0].name: is missing", false},
    {"scope", "scope: \"foo\" is no scope", false},
    {"serialnumber", "serialNumber: ", false},
    {"service-data", "services[0].data[0].flow: \"", false},
};

static const struct wrong *find_wrong(const char *name)
{
    for (size_t i = 0; i < LEN_OF(wrongs); i++) {
        char start[100];
        snprintf(start, sizeof start, "invalid-%s-1.", wrongs[i].stem);
        if (text_starts(text_of(name), text_of(start)))
            return &wrongs[i];
    }
    return NULL;
}

static bool is_told(const struct sbom *sbom, const char *wanted)
{
    for (size_t i = 0; i < sbom->oddity_count; i++) {
        char line[1024];
        snprintf(line, sizeof line, "%.*s: %.*s", TEXT_ARG(sbom->oddities[i].place),
            TEXT_ARG(sbom->oddities[i].what));
        if (strstr(line, wanted))
            return true;
    }
    return false;
}

static const char *first_told(const struct sbom *sbom, char *line, size_t size)
{
    snprintf(line, size, "nothing");
    if (sbom->oddity_count)
        snprintf(line, size, "%.*s: %.*s", TEXT_ARG(sbom->oddities[0].place),
            TEXT_ARG(sbom->oddities[0].what));
    return line;
}

enum { VALID_READ, INVALID_REFUSED, INVALID_TOLD, OUTCOMES };

/* By version (1.4 to 1.6) and format (JSON, XML). */
static size_t outcomes[3][2][OUTCOMES];

static int check_outcome(const char *name, bool is_read, const struct sbom *sbom, const char *error)
{
    char line[1024];
    if (text_starts(text_of(name), TEXT("valid-"))) {
        if (!is_read)
            fail_msg("%s", error);
        if (sbom->oddity_count)
            fail_msg("%s: %s", name, first_told(sbom, line, sizeof line));
        return VALID_READ;
    }
    const struct wrong *wrong = find_wrong(name);
    if (!wrong)
        fail_msg("%s: nothing says what is wrong with it", name);
    if (!wrong || is_read == wrong->is_refused)
        fail_msg("%s: %s", name, is_read ? "was read" : error);
    if (!is_read && !strstr(error, wrong->told))
        fail_msg("\"%s\" does not say \"%s\"", error, wrong->told);
    if (is_read && !is_told(sbom, wrong->told))
        fail_msg(
            "%s: %s is told, not \"%s\"", name, first_told(sbom, line, sizeof line), wrong->told);
    return is_read ? INVALID_TOLD : INVALID_REFUSED;
}

static int check_vector(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    (void)info;
    bool is_xml = text_ends(text_of(path), TEXT(".xml"));
    if (kind != FTW_F || !(is_xml || text_ends(text_of(path), TEXT(".json"))))
        return 0;
    const char *name = path + where->base;
    bool is_read = read_path(path, &sbom, &arena, &err);
    int outcome = check_outcome(name, is_read, &sbom, err.text);
    int version = name[strlen(name) - (is_xml ? 5 : 6)] - '4';
    assert_in_range(version, 0, 2);
    outcomes[version][is_xml][outcome]++;
    if (is_read)
        assert_int_equal(sbom.format, is_xml ? SBOM_CYCLONEDX_XML : SBOM_CYCLONEDX_JSON);
    arena_done(&arena);
    return 0;
}

static void test_vectors(void **state)
{
    (void)state;
    walk("vectors/cyclonedx", check_vector);
    print_message("# version  format  valid: read  invalid: refused  told\n");
    for (size_t version = 0; version < 3; version++)
        for (size_t is_xml = 0; is_xml < 2; is_xml++) {
            const size_t *n = outcomes[version][is_xml];
            print_message("# 1.%zu      %-6s  %11zu  %16zu  %4zu\n", version + 4,
                is_xml ? "XML" : "JSON", n[VALID_READ], n[INVALID_REFUSED], n[INVALID_TOLD]);
            assert_true(n[VALID_READ] > 20 && n[INVALID_REFUSED] > 2 && n[INVALID_TOLD] > 10);
        }
}

/* Documents whose two forms differ by themselves, and in what. */
static const struct different {
    const char *piece, *reason;
} differents[] = {
    {"1.4/valid-bom-1.4", "the XML has a component more"},
    {"1.5/valid-bom-1.5", "the XML has a component more"},
    {"1.4/valid-component-ref", "the XML has a component more"},
    {"1.5/valid-component-ref", "the XML has a component more"},
    {"1.4/valid-compositions", "the versions of a component differ"},
    {"1.5/valid-compositions", "the versions of a component differ"},
    {"1.4/valid-dependency", "the names of components differ"},
    {"1.5/valid-dependency", "the names of components differ"},
    {"1.4/valid-external-reference", "only one of them has a publisher"},
    {"1.5/valid-external-reference", "only one of them has a publisher"},
    {"1.4/valid-license-expression", "the types of the component differ"},
    {"1.5/valid-license-expression", "the types of the component differ"},
    {"1.4/valid-license-id", "the types of the component differ"},
    {"1.5/valid-license-id", "the types of the component differ"},
    {"1.4/valid-license-name", "the types of the component differ"},
    {"1.5/valid-license-name", "the types of the component differ"},
    {"1.5/valid-machine-learning-1.5", "only one of them has a publisher"},
    {"1.4/valid-service-1.4", "only one of them has a publisher"},
    {"1.5/valid-service-1.5", "only one of them has a publisher"},
    {"dropwizard-1.3.15/", "only one of them has scopes"},
    {"keycloak-10.0.2/", "only one of them has scopes"},
};

static const struct different *find_different(const char *path)
{
    for (size_t i = 0; i < LEN_OF(differents); i++)
        if (strstr(path, differents[i].piece))
            return &differents[i];
    return NULL;
}

static const char *compare_components(
    const struct sbom_component *a, const struct sbom_component *b)
{
    const struct {
        const char *name;
        struct text a, b;
    } rows[] = {
        {"ref", a->ref, b->ref},
        {"type", a->type, b->type},
        {"name", a->name, b->name},
        {"version", a->version, b->version},
        {"purl", a->purl, b->purl},
        {"cpe", a->cpe, b->cpe},
        {"license", a->license, b->license},
        {"scope", a->scope, b->scope},
        {"ecosystem", a->ecosystem, b->ecosystem},
        {"package", a->package, b->package},
        {"source_package", a->source_package, b->source_package},
        {"path", a->path, b->path},
        {"oddity", a->oddity, b->oddity},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (!text_eq(rows[i].a, rows[i].b))
            return rows[i].name;
    if (a->parent != b->parent || a->index != b->index || a->is_direct != b->is_direct)
        return "place";
    return NULL;
}

static const char *compare(const struct sbom *a, const struct sbom *b, char *room, size_t size)
{
    if (a->component_count != b->component_count)
        return snprintf(room, size, "components %zu, %zu", a->component_count, b->component_count),
               room;
    for (size_t i = 0; i < a->component_count; i++) {
        const char *what = compare_components(&a->components[i], &b->components[i]);
        if (what)
            return snprintf(room, size, "component %zu: %s", i, what), room;
    }
    if (a->edge_count != b->edge_count)
        return snprintf(room, size, "edges %zu, %zu", a->edge_count, b->edge_count), room;
    for (size_t i = 0; i < a->edge_count; i++)
        if (a->edges[i].from != b->edges[i].from || a->edges[i].to != b->edges[i].to)
            return snprintf(room, size, "edge %zu", i), room;
    for (size_t i = 0; i < a->fact_count && i < b->fact_count; i++) {
        const struct sbom_fact *x = &a->facts[i], *y = &b->facts[i];
        if (x->kind != y->kind || x->component != y->component || !text_eq(x->key, y->key) ||
            !text_eq(x->value, y->value))
            return snprintf(room, size, "fact %zu of component %u, kind %d: %.*s=%.*s, %.*s=%.*s",
                       i, x->component, (int)x->kind, TEXT_ARG(x->key), TEXT_ARG(x->value),
                       TEXT_ARG(y->key), TEXT_ARG(y->value)),
                   room;
    }
    if (a->fact_count != b->fact_count)
        return snprintf(room, size, "facts %zu, %zu", a->fact_count, b->fact_count), room;
    return NULL;
}

static size_t same_count, different_count;

/* Compares the JSON document at path with the XML beside it. */
static void check_pair(const char *path, const char *xml_path)
{
    struct arena arenas[2];
    struct sbom sboms[2];
    struct err err = {0};
    char room[2048];
    if (!read_path(path, &sboms[0], &arenas[0], &err) ||
        !read_path(xml_path, &sboms[1], &arenas[1], &err))
        fail_msg("%s", err.text);
    const char *what = compare(&sboms[0], &sboms[1], room, sizeof room);
    const struct different *different = find_different(path);
    if (what && different)
        print_message("# %s: %s (%s)\n", strstr(path, "shared/"), different->reason, what);
    else if (what)
        fail_msg("%s: %s", path, what);
    else if (different)
        fail_msg("%s: both forms say the same", path);
    same_count += !what;
    different_count += what != NULL;
    arena_done(&arenas[0]);
    arena_done(&arenas[1]);
}

static int check_json(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    char xml_path[4096];
    (void)info;
    size_t len = strlen(path);
    if (kind != FTW_F || !text_ends(text_of(path), TEXT(".json")) ||
        text_starts(text_of(path + where->base), TEXT("invalid-")))
        return 0;
    snprintf(xml_path, sizeof xml_path, "%.*s.xml", (int)(len - 5), path);
    if (access(xml_path, R_OK) == 0)
        check_pair(path, xml_path);
    return 0;
}

static void test_both_forms(void **state)
{
    (void)state;
    walk("vectors/cyclonedx", check_json);
    walk("sboms/examples", check_json);
    print_message(
        "# %zu pairs say the same, %zu differ by themselves\n", same_count, different_count);
    assert_true(same_count > 60);
}

static int check_example(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    (void)info, (void)where;
    bool is_sbom =
        text_ends(text_of(path), TEXT(".json")) || text_ends(text_of(path), TEXT(".xml"));
    if (kind != FTW_F || !is_sbom)
        return 0;
    if (!read_path(path, &sbom, &arena, &err))
        fail_msg("%s", err.text);
    arena_done(&arena);
    return 0;
}

static void test_examples(void **state)
{
    (void)state;
    walk("sboms/examples", check_example);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_both_forms),
        cmocka_unit_test(test_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
