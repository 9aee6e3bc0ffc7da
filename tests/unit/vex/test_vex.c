/* SPDX-License-Identifier: Apache-2.0 */
#include "vex_unit.h"

#include "vex/vex_word.h"

static int set_up(void **state)
{
    struct arena *arena = malloc(sizeof *arena);
    arena_init(arena, LIMIT_VEX_ARENA);
    *state = arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(*state);
    free(*state);
    return 0;
}

/* -- OpenVEX -- */

static void test_openvex(void **state)
{
    struct vex vex;
    vex_unit_openvex(&vex,
        "'@id': 'https://acme.example/vex/1', 'author': 'Acme', 'version': 3,"
        "'timestamp': '2024-01-02T00:00:00Z', 'last_updated': '2024-02-03T00:00:00Z'",
        "{'vulnerability': {'name': 'CVE-2024-1', 'aliases': ['GHSA-1']},"
        " 'products': [{'@id': 'pkg:oci/app@sha256:0', 'subcomponents': [{'@id': 'pkg:npm/a@1'}, {'@id': 'pkg:npm/b'}]},"
        "              {'@id': 'https://acme.example/x', 'identifiers': {'purl': 'pkg:npm/x', 'cpe23': 'cpe:2.3:a:v:x:1'},"
        "               'hashes': {'sha-256': 'ABCD', 'md5': 'not hex'}}],"
        " 'status': 'not_affected', 'justification': 'vulnerable_code_not_in_execute_path', 'impact_statement': 'why'},"
        "{'vulnerability': {'name': 'CVE-2024-2'}, 'products': [{'@id': 'pkg:npm/a'}], 'status': 'affected',"
        " 'timestamp': '2023-01-01T00:00:00Z', 'action_statement': 'update'}",
        *state);
    assert_int_equal(vex.format, VEX_OPENVEX);
    assert_text(vex.spec_version, "0.2.0");
    assert_text(vex.id, "https://acme.example/vex/1");
    assert_text(vex.version, "3");
    assert_text(vex.author, "Acme");
    assert_true(vex.said_us > vex.issued_us);
    assert_int_equal(vex.statement_count, 2);
    assert_int_equal(vex.odd_count, 0);
    const struct vex_statement *first = &vex.statements[0], *second = &vex.statements[1];
    assert_text(first->vulnerability, "CVE-2024-1");
    assert_text(first->aliases[0], "GHSA-1");
    assert_int_equal(first->status, VEX_NOT_AFFECTED);
    assert_int_equal(first->justification, VEX_NOT_IN_EXECUTE_PATH);
    assert_text(first->impact, "why");
    assert_text(first->place, "statements[0]");
    assert_int_equal(first->said_us, vex.said_us);
    assert_int_equal(first->target_count, 3);
    assert_text(vex.products[first->targets[1].component].purl, "pkg:npm/b");
    const struct vex_product *last = &vex.products[first->targets[2].product];
    assert_int_equal(first->targets[2].component, VEX_NONE);
    assert_text(last->purl, "pkg:npm/x");
    assert_text(last->cpe, "cpe:2.3:a:v:x:1");
    assert_int_equal(last->hash_count, 1);
    assert_text(last->hashes[0].algorithm, "sha256");
    assert_text(last->hashes[0].value, "abcd");
    assert_true(second->said_us < vex.issued_us);
    assert_text(second->action, "update");
}

/* The first version wrote texts where the second has objects. */
static void test_openvex_of_old(void **state)
{
    struct vex vex;
    struct err err = {0};
    assert_true(vex_unit_read(&vex,
        "{'@context': 'https://openvex.dev/ns', 'version': '1', 'statements': [{'vulnerability': 'CVE-1',"
        " 'products': ['pkg:a/b@1'], 'subcomponents': ['pkg:c/d@1'], 'status': 'fixed'}]}",
        *state, &err));
    assert_text(vex.spec_version, "0.0.1");
    assert_text(vex.version, "1");
    assert_int_equal(vex.statements[0].target_count, 1);
    assert_text(vex.products[vex.statements[0].targets[0].component].purl, "pkg:c/d@1");
}

/* -- CSAF -- */

#define CSAF_HEAD                                                                                  \
    "'document': {'csaf_version': '2.0', 'publisher': {'name': 'Acme'}, 'tracking': {'id': 'A-1'," \
    " 'version': '2', 'initial_release_date': '2024-01-01T00:00:00Z', 'current_release_date': '2024-03-01T00:00:00Z'}}"

static void test_csaf(void **state)
{
    struct vex vex;
    struct err err = {0};
    bool is_read = vex_unit_read(&vex,
        "{" CSAF_HEAD ", 'product_tree': {"
        "'branches': [{'category': 'vendor', 'name': 'Acme', 'branches': [{'category': 'product_name', 'name': 'App', 'branches': ["
        "  {'category': 'product_version', 'name': '1.0', 'product': {'name': 'Acme App 1.0', 'product_id': 'APP-1',"
        "   'product_identification_helper': {'purl': 'pkg:oci/app@1', 'hashes': [{'filename': 'x', 'file_hashes': [{'algorithm': 'sha256', 'value': 'AA'}]}]}}},"
        "  {'category': 'product_version_range', 'name': 'vers:generic/<2', 'product': {'name': 'Acme App <2', 'product_id': 'APP-R'}}]}]}],"
        "'full_product_names': [{'name': 'Lib', 'product_id': 'LIB', 'product_identification_helper': {'cpe': 'cpe:/a:acme:lib:1'}}],"
        "'relationships': [{'category': 'default_component_of', 'product_reference': 'LIB', 'relates_to_product_reference': 'APP-1',"
        "  'full_product_name': {'name': 'Lib in App', 'product_id': 'LIB-APP'}}],"
        "'product_groups': [{'group_id': 'G', 'product_ids': ['APP-R']}]},"
        "'vulnerabilities': [{'cve': 'CVE-2024-1', 'ids': [{'system_name': 'GitHub', 'text': 'GHSA-1'}],"
        " 'product_status': {'known_not_affected': ['LIB-APP', 'APP-R'], 'fixed': ['APP-1'], 'known_affected': ['LIB'], 'recommended': ['APP-1']},"
        " 'flags': [{'label': 'vulnerable_code_not_present', 'product_ids': ['LIB-APP']}, {'label': 'component_not_present', 'group_ids': ['G']}],"
        " 'threats': [{'category': 'impact', 'details': 'none', 'group_ids': ['G']}, {'category': 'exploit_status', 'details': 'no', 'product_ids': ['LIB-APP']}],"
        " 'remediations': [{'category': 'vendor_fix', 'details': 'update'}]}]}",
        *state, &err);
    assert_string_equal(err.text, "");
    assert_true(is_read);
    assert_int_equal(vex.format, VEX_CSAF);
    assert_text(vex.id, "A-1");
    assert_int_equal(vex.odd_count, 0);
    assert_int_equal(vex.statement_count, 4);
    const struct vex_statement *s = vex.statements;
    assert_int_equal(s[0].justification, VEX_CODE_NOT_PRESENT);
    assert_text(vex.products[s[0].targets[0].product].purl, "pkg:oci/app@1");
    assert_text(vex.products[s[0].targets[0].component].cpe, "cpe:/a:acme:lib:1");
    assert_text(s[0].impact, "");
    assert_int_equal(s[1].justification, VEX_COMPONENT_NOT_PRESENT);
    assert_text(s[1].impact, "none");
    assert_text(vex.products[s[1].targets[0].product].range, "vers:generic/<2");
    assert_text(vex.products[s[1].targets[0].product].name, "App");
    assert_int_equal(s[2].status, VEX_AFFECTED);
    assert_text(s[2].action, "update");
    assert_int_equal(s[3].status, VEX_FIXED);
    assert_text(s[3].aliases[0], "GHSA-1");
}

/* Ids that lead nowhere or in a circle are told, and give no target. */
static void test_csaf_astray(void **state)
{
    struct vex vex;
    struct err err = {0};
    assert_true(vex_unit_read(&vex,
        "{" CSAF_HEAD ", 'product_tree': {'relationships': ["
        "{'product_reference': 'A', 'relates_to_product_reference': 'B', 'full_product_name': {'product_id': 'B'}},"
        "{'product_reference': 'B', 'relates_to_product_reference': 'A', 'full_product_name': {'product_id': 'A'}}]},"
        "'vulnerabilities': [{'cve': 'CVE-1', 'product_status': {'known_not_affected': ['A', 'NONE']}}, {'notes': []}]}",
        *state, &err));
    assert_int_equal(vex.statement_count, 1);
    assert_int_equal(vex.statements[0].target_count, 0);
    assert_int_equal(vex.odd_count, 5);
    assert_text(vex.oddities[1],
        "vulnerabilities[0].product_status.known_not_affected: the product tree has no \"NONE\"");
}

/* Each remark about a group would be one about each of its products: ten thousand million of them. */
static void test_csaf_group_of_many_remarks(void **state)
{
    enum { MANY = 100000 };
    struct vex vex;
    struct err err = {0};
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "{" CSAF_HEAD
                    ", 'product_tree': {'full_product_names': [{'name': 'P0', 'product_id': 'P0'}],"
                    "'product_groups': [{'group_id': 'G', 'product_ids': [");
    for (int i = 0; i < MANY; i++)
        buf_format(&out, "%s'P%d'", i ? "," : "", i);
    buf_add_z(&out, "]}]}, 'vulnerabilities': [{'cve': 'CVE-1',"
                    "'product_status': {'known_affected': ['P0']}, 'remediations': [");
    for (int i = 0; i < MANY; i++)
        buf_format(&out, "%s{'category': 'vendor_fix', 'details': 'fix %d', 'group_ids': ['G']}",
            i ? "," : "", i);
    buf_add_z(&out, "]}]}");
    assert_true(vex_unit_read(&vex, out.at, *state, &err));
    assert_text(vex.statements[0].action, "fix 0");
    buf_done(&out);
}

/* -- CycloneDX -- */

static void test_cyclonedx(void **state)
{
    struct vex vex;
    struct err err = {0};
    assert_true(vex_unit_read(&vex,
        "{'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'serialNumber': 'urn:uuid:1', 'version': 2,"
        "'metadata': {'timestamp': '2024-01-01T00:00:00Z', 'supplier': {'name': 'Acme'},"
        " 'component': {'type': 'application', 'bom-ref': 'app', 'name': 'app', 'version': '1'}},"
        "'components': [{'bom-ref': 'c', 'name': 'c', 'purl': 'pkg:npm/c@1', 'components': [{'bom-ref': 'd', 'group': 'g', 'name': 'd'}]}],"
        "'vulnerabilities': [{'id': 'CVE-1', 'references': [{'id': 'GHSA-1'}], 'recommendation': 'update',"
        "  'analysis': {'state': 'exploitable', 'detail': 'bad', 'lastUpdated': '2024-05-01T00:00:00Z'},"
        "  'affects': [{'ref': 'c', 'versions': [{'version': '1', 'status': 'affected'}, {'range': 'vers:npm/>=2', 'status': 'unaffected'}, {'version': '3', 'status': 'unknown'}]},"
        "              {'ref': 'app'}, {'ref': 'urn:cdx:2/1#x%20y'}, {'ref': 'd'}]},"
        " {'id': 'CVE-2', 'analysis': {'state': 'not_affected', 'justification': 'protected_at_runtime'}, 'affects': [{'ref': 'nowhere'}]},"
        " {'id': 'CVE-3', 'affects': [{'ref': 'c'}]},"
        " {'id': 'CVE-4', 'analysis': {'state': 'resolved'}, 'affects': [{'ref': 'c', 'versions': [{'version': '1', 'status': 'affected'}, {'version': '2'}]}]}]}",
        *state, &err));
    assert_text(vex.id, "urn:uuid:1");
    assert_text(vex.author, "Acme");
    assert_int_equal(vex.statement_count, 5);
    const struct vex_statement *s = vex.statements;
    assert_int_equal(s[0].status, VEX_NOT_AFFECTED);
    assert_int_equal(s[0].target_count, 1);
    const struct vex_product *range = &vex.products[s[0].targets[0].component];
    assert_text(range->range, "vers:npm/>=2");
    assert_text(range->purl, "pkg:npm/c");
    assert_text(vex.products[s[0].targets[0].product].name, "app");
    assert_int_equal(s[1].status, VEX_AFFECTED);
    assert_int_equal(s[1].target_count, 5);
    assert_text(s[1].action, "update");
    assert_int_equal(s[1].targets[2].component, VEX_NONE);
    const struct vex_product *link = &vex.products[s[1].targets[3].product];
    assert_text(link->serial, "urn:uuid:2");
    assert_text(link->ref, "x y");
    assert_text(vex.products[s[1].targets[4].component].name, "g/d");
    assert_int_equal(s[2].justification, VEX_PROTECTED_AT_RUNTIME);
    assert_int_equal(s[3].status, VEX_AFFECTED);
    assert_int_equal(s[4].status, VEX_FIXED);
    assert_int_equal(vex.odd_count, 3);
    assert_text(vex.oddities[0],
        "vulnerabilities[1].affects[0]: \"nowhere\" is no component of the document");
    assert_text(
        vex.oddities[1], "vulnerabilities[2]: has no analysis: it says nothing of a product");
}

/* -- what cannot be read -- */

static const struct {
    const char *json, *wanted;
} broken[] = {
    {"", "v.json: there is no JSON in it: it is empty"},
    {"{'a': 1}", "v.json: is JSON, but no OpenVEX, CSAF or CycloneDX document"},
    {"[1]", "v.json: is JSON, but no OpenVEX, CSAF or CycloneDX document"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0'}", "v.json: statements: is missing"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': {}}",
        "v.json: statements: must be an array, not an object"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': [1]}",
        "v.json: statements[0]: must be an object, not a number"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': [{'vulnerability': {'name': 'C'}, 'status': 'fine'}]}",
        "v.json: statements[0].status: \"fine\" is no status of OpenVEX"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': [{'vulnerability': {}, 'status': 'fixed'}]}",
        "v.json: statements[0].vulnerability.name: is missing"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': [{'vulnerability': {'name': 'C'}, 'status': 'fixed', 'products': [7]}]}",
        "v.json: statements[0].products[0]: must be an object, not a number"},
    {"{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': [{'vulnerability': {'name': 'C'}, 'status': 'fixed', 'products': ['a\\u0000b']}]}",
        "v.json: statements[0].products[0]: a NUL character in it"},
    {"{'bomFormat': 'CycloneDX'}",
        "v.json: is a CycloneDX document without vulnerabilities: it says nothing of any"},
    {"{'bomFormat': 'CycloneDX', 'vulnerabilities': [{'id': 'C', 'analysis': {'state': 'fine'}}]}",
        "v.json: vulnerabilities[0].analysis.state: \"fine\" is no state of CycloneDX"},
    {"{'bomFormat': 'CycloneDX', 'vulnerabilities': [{'id': 'C', 'affects': [{}]}]}",
        "v.json: vulnerabilities[0].affects[0].ref: is missing"},
    {"{" CSAF_HEAD ", 'vulnerabilities': [{'cve': 'C', 'product_status': {'fixed': [1]}}]}",
        "v.json: vulnerabilities[0].product_status.fixed: must hold strings, not a number"},
    {"{" CSAF_HEAD ", 'product_tree': {'branches': [{'product': {}}]}}",
        "v.json: product_tree.branches[0].product.product_id: is missing"},
};

static void test_broken(void **state)
{
    for (size_t i = 0; i < LEN_OF(broken); i++) {
        struct vex vex;
        struct err err = {0};
        assert_false(vex_unit_read(&vex, broken[i].json, *state, &err));
        assert_string_equal(err.text, broken[i].wanted);
    }
}

/* -- limits -- */

static void fails_with(struct text json, const char *wanted, struct arena *arena)
{
    struct vex vex;
    struct err err = {0};
    assert_false(vex_read(&vex, TEXT("v.json"), json, arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_non_null(strstr(err.text, wanted));
}

/* head, count times one with a comma between, tail. */
static struct text repeat(
    const char *head, const char *one, size_t count, const char *tail, struct buf *buf)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text item = vex_unit_quote(one, &arena);
    buf_cut(buf, 0);
    buf_add(buf, vex_unit_quote(head, &arena));
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(buf, ',');
        buf_add(buf, item);
    }
    buf_add(buf, vex_unit_quote(tail, &arena));
    arena_done(&arena);
    return buf_text(buf);
}

#define OPENVEX "{'@context': 'https://openvex.dev/ns/v0.2.0', 'statements': ["

static void test_limits(void **state)
{
    struct buf buf;
    struct vex vex;
    struct err err = {0};
    buf_init(&buf, SIZE_MAX);
    const char *one = "{'vulnerability': 'C', 'status': 'fixed'}";
    struct text most = repeat(OPENVEX, one, LIMIT_VEX_STATEMENTS, "]}", &buf);
    assert_true(vex_read(&vex, TEXT("v.json"), most, *state, &err));
    assert_int_equal(vex.statement_count, LIMIT_VEX_STATEMENTS);
    assert_int_equal(vex.oddity_count, LIMIT_VEX_ODDITIES);
    assert_int_equal(vex.odd_count, LIMIT_VEX_STATEMENTS);
    fails_with(repeat(OPENVEX, one, LIMIT_VEX_STATEMENTS + 1, "]}", &buf),
        "statements: more than 200000 statements", *state);
    fails_with(repeat(OPENVEX "{'vulnerability': 'C', 'status': 'fixed', 'products': [", "'a'",
                   LIMIT_VEX_PRODUCTS + 1, "]}]}", &buf),
        "products[1000000]: more than 1000000 products", *state);
    fails_with(repeat(OPENVEX "{'vulnerability': {'name': 'C', 'aliases': [", "'a'",
                   LIMIT_VEX_ALIASES + 1, "]}, 'status': 'fixed'}]}", &buf),
        "statements[0].vulnerability.aliases: more than 1000", *state);
    buf_cut(&buf, 0);
    for (size_t i = 0; i <= LIMIT_VEX_BYTES; i++)
        buf_add_char(&buf, ' ');
    fails_with(buf_text(&buf), "larger than the 64 MiB that VEX may have", *state);
    buf_done(&buf);
}

/* A product of a statement may be named again and again at three bytes each. */
static void test_targets(void **state)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    fails_with(
        repeat("{" CSAF_HEAD
               ", 'product_tree': {'full_product_names': [{'name': 'A', 'product_id': 'A'}]},"
               "'vulnerabilities': [{'cve': 'C', 'product_status': {'fixed': [",
            "'A'", LIMIT_VEX_TARGETS + 1, "]}}]}", &buf),
        "more than 4000000 products of statements", *state);
    buf_done(&buf);
}

static void test_branches(void **state)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_z(&buf, "{" CSAF_HEAD ", 'product_tree': {'branches': [");
    for (size_t i = 0; i < LIMIT_VEX_BRANCHES; i++)
        buf_add_z(&buf, "{'branches': [");
    for (size_t i = 0; i < LIMIT_VEX_BRANCHES; i++)
        buf_add_z(&buf, "]}");
    buf_add_z(&buf, "]}}");
    fails_with(vex_unit_quote(buf.at, *state), "nested deeper than", *state);
    buf_done(&buf);
}

/* -- words -- */

/* What is the same word in a format is found by it; and each that is not is said to be only near. */
static void test_words(void **state)
{
    (void)state;
    for (int i = VEX_UNJUSTIFIED + 1; i < VEX_JUSTIFICATIONS; i++) {
        const struct vex_justification_row *row = vex_justification_row((enum vex_justification)i);
        enum vex_justification found;
        assert_true(vex_justification_find(text_of(row->word), &found));
        assert_int_equal(found, i);
        if (row->is_openvex) {
            assert_true(vex_justification_find_openvex(text_of(row->openvex), &found));
            assert_int_equal(found, i);
        }
        if (row->is_cyclonedx) {
            assert_true(vex_justification_find_cyclonedx(text_of(row->cyclonedx), &found));
            assert_int_equal(found, i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_openvex, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_openvex_of_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csaf, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csaf_astray, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csaf_group_of_many_remarks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cyclonedx, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_targets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_branches, set_up, tear_down),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
