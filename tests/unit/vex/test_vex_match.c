/* SPDX-License-Identifier: Apache-2.0 */
#include "vex_unit.h"

#include "vex/vex_cpe.h"

struct world {
    struct arena arena;
    struct sbom sbom;
    struct vex_set set;
};

/* The application "app" with a library, its transitive package and the operating system it runs on. */
static const char bom[] =
    "{'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'serialNumber': 'urn:uuid:1', 'version': 1,"
    "'metadata': {'component': {'type': 'container', 'bom-ref': 'root', 'name': 'app', 'version': '2.5',"
    " 'purl': 'pkg:oci/app@2.5?repository_url=acme.example'}},"
    "'components': [{'type': 'library', 'bom-ref': 'lib', 'name': 'lib', 'version': '1.2.0', 'purl': 'pkg:npm/lib@1.2.0'},"
    " {'type': 'operating-system', 'bom-ref': 'os', 'name': 'debian', 'version': '12', 'cpe': 'cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*'},"
    " {'type': 'library', 'bom-ref': 'deb', 'name': 'curl', 'version': '7.88-1', 'purl': 'pkg:deb/debian/curl@7.88-1?arch=amd64&distro=debian-12'}]}";

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena, LIMIT_VEX_ARENA);
    vex_set_init(&world->set);
    vex_unit_sbom(&world->sbom, bom, &world->arena);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    vex_set_done(&world->set);
    arena_done(&world->arena);
    free(world);
    return 0;
}

static void add(struct world *world, const char *head, const char *statements)
{
    struct vex *vex = arena_take(&world->arena, sizeof *vex);
    vex_unit_openvex(vex, head, statements, &world->arena);
    vex_set_add(&world->set, vex, TEXT("v"), 0);
}

static struct vex_answer ask(struct world *world, uint32_t component, const char *id)
{
    struct err err = {0};
    struct vex_answer answer;
    struct text aliases[] = {TEXT("GHSA-1")};
    struct vex_place place = {
        &world->sbom, &world->sbom.components[component], vex_match_system(&world->sbom)};
    assert_true(
        vex_match_find(&answer, &world->set, &place, text_of(id), aliases, 1, &world->arena, &err));
    return answer;
}

/* Whether one statement of that vulnerability, with these products, silences it in a component. */
static bool silences(struct world *world, const char *products, uint32_t component)
{
    vex_set_done(&world->set);
    vex_set_init(&world->set);
    add(world, "'author': 'Acme'",
        arena_format(&world->arena,
            "{'vulnerability': {'name': 'CVE-1'}, 'status': 'not_affected', 'justification': 'component_not_present', 'products': [%s]}",
            products)
            .at);
    return ask(world, component, "CVE-1").is_silenced;
}

enum { LIB, OS, DEB };

static void test_products(void **state)
{
    static const struct {
        const char *products;
        uint32_t component;
        bool is_silenced;
    } rows[] = {
        /* the component itself, wherever it is */
        {"{'@id': 'pkg:npm/lib@1.2.0'}", LIB, true},
        {"{'@id': 'pkg:npm/lib'}", LIB, true},
        {"{'@id': 'pkg:npm/lib@v1.2.0'}", LIB, true} /* npm reads it so */,
        {"{'@id': 'pkg:npm/lib@1.2.1'}", LIB, false},
        {"{'@id': 'pkg:npm/lib@1.2.0+build'}", LIB, true}, /* SemVer: build metadata has no order */
        {"{'@id': 'pkg:npm/%40x/lib'}", LIB, false},
        {"{'@id': 'pkg:pypi/lib'}", LIB, false},
        /* the product as a whole */
        {"{'@id': 'pkg:oci/app@2.5'}", LIB, true},
        {"{'@id': 'pkg:oci/app'}", DEB, true},
        {"{'@id': 'pkg:oci/app?repository_url=acme.example'}", LIB, true},
        {"{'@id': 'pkg:oci/app?repository_url=other.example'}", LIB, false},
        {"{'@id': 'pkg:oci/app@2.6'}", LIB, false},
        {"{'@id': 'urn:uuid:1'}", LIB, true},
        {"{'@id': 'urn:uuid:2'}", LIB, false},
        /* a component inside of it */
        {"{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:npm/lib'}]}", LIB, true},
        {"{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:npm/lib'}]}", DEB, false},
        {"{'@id': 'pkg:oci/other', 'subcomponents': [{'@id': 'pkg:npm/lib'}]}", LIB, false},
        {"{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:deb/debian/curl?arch=amd64'}]}",
            DEB, true},
        {"{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:deb/debian/curl?arch=arm64'}]}",
            DEB, false},
        /* the operating system */
        {"{'@id': 'x', 'identifiers': {'cpe22': 'cpe:/o:debian:debian_linux:12'}, 'subcomponents': [{'@id': 'pkg:deb/debian/curl'}]}",
            DEB, true},
        {"{'@id': 'x', 'identifiers': {'cpe22': 'cpe:/o:debian:debian_linux:11'}, 'subcomponents': [{'@id': 'pkg:deb/debian/curl'}]}",
            DEB, false},
        /* nothing that can be compared */
        {"{'@id': 'app'}", LIB, false},
        {"", LIB, false},
        {"{'@id': 'pkg:::'}", LIB, false},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (silences(*state, rows[i].products, rows[i].component) != rows[i].is_silenced)
            fail_msg("%s", rows[i].products);
}

static void add_cyclonedx(struct world *world, const char *affects)
{
    struct err err = {0};
    struct vex *vex = arena_take(&world->arena, sizeof *vex);
    struct text json = arena_format(&world->arena,
        "{'bomFormat': 'CycloneDX', 'vulnerabilities': [{'id': 'CVE-1', 'affects': [%s],"
        " 'analysis': {'state': 'not_affected', 'justification': 'code_not_reachable'}}]}",
        affects);
    vex_set_done(&world->set);
    vex_set_init(&world->set);
    assert_true(vex_unit_read(vex, json.at, &world->arena, &err));
    vex_set_add(&world->set, vex, TEXT("v"), 0);
}

static void test_links_and_ranges(void **state)
{
    static const struct {
        const char *affects;
        uint32_t component;
        bool is_silenced;
    } rows[] = {
        {"{'ref': 'urn:cdx:1/1#lib'}", LIB, true},
        {"{'ref': 'urn:cdx:1/1#lib'}", DEB, false},
        {"{'ref': 'urn:cdx:2/1#lib'}", LIB, false},
        {"{'ref': 'urn:cdx:1/1#root'}", DEB, true},
        {"{'ref': 'urn:cdx:1/1'}", DEB, true},
        {"{'ref': 'urn:cdx:1/1#root', 'versions': [{'range': 'vers:generic/>=2|<3'}]}", LIB, true},
        {"{'ref': 'urn:cdx:1/1#root', 'versions': [{'range': 'vers:generic/>=3'}]}", LIB, false},
        {"{'ref': 'urn:cdx:1/1#lib', 'versions': [{'range': 'vers:npm/<1.3'}]}", LIB, true},
        {"{'ref': 'urn:cdx:1/1#lib', 'versions': [{'range': 'vers:npm/<1'}]}", LIB, false},
        {"{'ref': 'urn:cdx:1/1#lib', 'versions': [{'range': 'nonsense'}]}", LIB, false},
        {"{'ref': 'pkg:npm/lib@9', 'versions': [{'version': '1.2.0'}]}", LIB, true},
        {"{'ref': 'pkg:npm/lib@1.2.0', 'versions': [{'version': '9'}]}", LIB, false},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        add_cyclonedx(*state, rows[i].affects);
        if (ask(*state, rows[i].component, "CVE-1").is_silenced != rows[i].is_silenced)
            fail_msg("%s", rows[i].affects);
    }
}

#define SAY(status, more)                                                                           \
    "{'vulnerability': {'name': 'CVE-1'}, 'products': [{'@id': 'pkg:npm/lib'}], 'status': '" status \
    "'" more "}"
#define AT(time) ", 'timestamp': '" time "T00:00:00Z'"

/* Of one author the newest counts. */
static void test_newest(void **state)
{
    add(*state, "'author': 'Acme'", SAY("affected", AT("2024-01-01")));
    add(*state, "'author': 'ACME '", SAY("not_affected", AT("2024-02-01")));
    struct vex_answer answer = ask(*state, LIB, "CVE-1");
    assert_true(answer.is_silenced && !answer.is_contradicted);
    assert_int_equal(answer.count, 2);
    assert_true(answer.bearing[0].counts && !answer.bearing[1].counts);
    add(*state, "'author': 'Acme'", SAY("under_investigation", AT("2024-03-01")));
    answer = ask(*state, LIB, "CVE-1");
    assert_false(answer.is_silenced || answer.is_contradicted);
    assert_int_equal(answer.bearing[0].statement->status, VEX_UNDER_INVESTIGATION);
}

/* Authors who disagree silence nothing, whoever spoke last. */
static void test_contradiction(void **state)
{
    add(*state, "'author': 'Acme'", SAY("affected", AT("2024-01-01")));
    add(*state, "'author': 'Other'", SAY("not_affected", AT("2024-02-01")));
    struct vex_answer answer = ask(*state, LIB, "CVE-1");
    assert_true(answer.is_contradicted && !answer.is_silenced);
    assert_int_equal(answer.bearing[0].statement->status, VEX_AFFECTED);
    add(*state, "'author': 'Acme'", SAY("fixed", AT("2024-03-01")));
    assert_true(ask(*state, LIB, "CVE-1").is_silenced);
    add(*state, "'author': 'Third'", SAY("under_investigation", AT("2024-04-01")));
    assert_true(ask(*state, LIB, "CVE-1").is_silenced);
}

/* At the same time, what silences least counts; what is said of the component itself before that. */
static void test_same_time(void **state)
{
    add(*state, "'author': 'Acme'", SAY("not_affected", "") ", " SAY("affected", ""));
    assert_false(ask(*state, LIB, "CVE-1").is_silenced);
    vex_set_done(&((struct world *)*state)->set);
    vex_set_init(&((struct world *)*state)->set);
    add(*state, "'author': 'Acme'",
        SAY("not_affected",
            "") ", {'vulnerability': {'name': 'CVE-1'}, 'products': [{'@id': 'pkg:oci/app'}], 'status': 'affected'}");
    assert_true(ask(*state, LIB, "CVE-1").is_silenced);
    assert_false(ask(*state, DEB, "CVE-1").is_silenced);
}

/* Two who do not give their names are two. */
static void test_no_author(void **state)
{
    add(*state, "'version': 1", SAY("affected", AT("2024-01-01")));
    add(*state, "'version': 1", SAY("not_affected", AT("2024-02-01")));
    assert_true(ask(*state, LIB, "CVE-1").is_contradicted);
}

/* A later edition stands for the whole document, also for what it does not say any more. */
static void test_editions(void **state)
{
    add(*state, "'@id': 'd', 'author': 'Acme', 'version': 1, 'timestamp': '2024-01-01T00:00:00Z'",
        SAY("not_affected", ""));
    assert_true(ask(*state, LIB, "CVE-1").is_silenced);
    add(*state, "'@id': 'd', 'author': 'Acme', 'version': 10", "");
    add(*state, "'@id': 'd', 'author': 'Acme', 'version': 2", SAY("not_affected", ""));
    add(*state, "'@id': 'd', 'author': 'Other', 'version': 11", "");
    assert_int_equal(ask(*state, LIB, "CVE-1").count, 0);
}

static void test_names(void **state)
{
    const char *products = "'products': [{'@id': 'pkg:npm/lib'}], 'status': 'fixed'}";
    struct world *world = *state;
    static const struct {
        const char *vulnerability, *id;
        bool is_silenced;
    } rows[] = {
        {"{'name': 'cve-1'}", "CVE-1", true},
        {"{'name': 'GHSA-1'}", "CVE-1", true},
        {"{'name': 'X', 'aliases': ['CVE-1']}", "CVE-1", true},
        {"{'name': 'CVE-2'}", "CVE-1", false},
        /* the advisory that mends two CVEs is an alias of both: the CVE decides */
        {"{'name': 'CVE-2', 'aliases': ['GHSA-1']}", "CVE-1", false},
        {"{'name': 'CVE-2', 'aliases': ['GHSA-1']}", "PYSEC-1", true},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        vex_set_done(&world->set);
        vex_set_init(&world->set);
        add(world, "'author': 'Acme'",
            arena_format(&world->arena, "{'vulnerability': %s, %s", rows[i].vulnerability, products)
                .at);
        if (ask(world, LIB, rows[i].id).is_silenced != rows[i].is_silenced)
            fail_msg("%s of %s", rows[i].vulnerability, rows[i].id);
    }
}

static void test_elsewhere(void **state)
{
    add(*state, "'author': 'Acme'",
        "{'vulnerability': 'CVE-1', 'products': ['pkg:npm/other'], 'status': 'fixed'}");
    struct vex_answer answer = ask(*state, LIB, "CVE-1");
    assert_int_equal(answer.count, 0);
    assert_int_equal(answer.elsewhere_count, 1);
}

/* The digest of what was built denies a name, and is one where nothing else is. */
static void test_hashes(void **state)
{
    struct world *world = *state;
    struct sbom_fact fact = {TEXT("SHA-256"), TEXT("ABCD"), LIB, SBOM_FACT_HASH};
    world->sbom.facts = &fact;
    world->sbom.components[LIB].fact_at = 0;
    world->sbom.components[LIB].fact_count = 1;
    assert_true(silences(world, "{'@id': 'x', 'hashes': {'sha-256': 'abcd'}}", LIB));
    assert_false(silences(world, "{'@id': 'x', 'hashes': {'sha-256': 'abce'}}", LIB));
    assert_false(silences(world, "{'@id': 'pkg:npm/lib', 'hashes': {'sha-256': 'abce'}}", LIB));
    assert_true(silences(world, "{'@id': 'pkg:npm/lib', 'hashes': {'md5': 'aa'}}", LIB));
}

static void test_cpe(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *got;
        bool is_covered;
    } rows[] = {
        {"cpe:/a:v:p:1", "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*", true},
        {"cpe:/a:v:p", "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*", true},
        {"cpe:2.3:a:V:P:*:*:*:*:*:*:*:*", "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*", true},
        {"cpe:2.3:a:v:p:1\\:2:*", "cpe:/a:v:p:1%3a2", true},
        {"cpe:/a:v:p:1", "cpe:2.3:a:v:p:1.0:*:*:*:*:*:*:*", false},
        {"cpe:/a:v:p:1", "cpe:2.3:a:v:p:*:*:*:*:*:*:*:*", false},
        {"cpe:/o:v:p:1", "cpe:/a:v:p:1", false},
        {"cpe:/a:v", "cpe:/a:v:p:1", false},
        {"cpe:2.3:a:v:*", "cpe:/a:v:p:1", false},
        {"", "", false},
        {"cpe:2.3:a:v:p\\", "cpe:2.3:a:v:p\\", true},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (vex_cpe_covers(text_of(rows[i].wanted), text_of(rows[i].got)) != rows[i].is_covered)
            fail_msg("%s of %s", rows[i].wanted, rows[i].got);
    assert_true(vex_cpe_has_version(TEXT("cpe:/a:v:p:1")));
    assert_false(vex_cpe_has_version(TEXT("cpe:2.3:a:v:p:*")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_products, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_links_and_ranges, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_newest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_contradiction, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_author, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_editions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_elsewhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hashes, set_up, tear_down),
        cmocka_unit_test(test_cpe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
