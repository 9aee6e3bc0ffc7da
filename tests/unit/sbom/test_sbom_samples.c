/* SPDX-License-Identifier: Apache-2.0 */
/* Each file of tests/data/sbom is read and told as NAME.txt tells it, NAME being the file's without ".json": one for each quirk
   of a producer or version. Lock files go by their names, so each has a folder of its own, tests/data/lock/NAME, beside NAME.txt. */
#include "unit.h"

#include <dirent.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom.h"

static const char folder[] = "tests/data/sbom", locks[] = "tests/data/lock";

static void tell_text(struct buf *out, const char *label, struct text text)
{
    if (text.len)
        buf_format(out, " %s=%.*s", label, TEXT_ARG(text));
}

static void tell_count(struct buf *out, const char *label, size_t count)
{
    if (count)
        buf_format(out, " %s=%zu", label, count);
}

static void tell_head(struct buf *out, const struct sbom *sbom)
{
    char created[CLOCK_TEXT_SIZE];
    buf_format(out, "%s %.*s", sbom_format_name(sbom->format), TEXT_ARG(sbom->spec_version));
    tell_text(out, "name", sbom->name);
    tell_text(out, "version", sbom->version);
    tell_text(out, "purl", sbom->purl);
    tell_text(out, "tool", sbom->tool);
    tell_text(out, "os", sbom->os_name);
    tell_text(out, "os-version", sbom->os_version);
    if (sbom->created_us)
        tell_text(out, "created", text_of(clock_print(sbom->created_us, created)));
    tell_count(out, "skipped", sbom->skipped_count);
    tell_count(out, "odd", sbom->odd_count);
    tell_count(out, "duplicate-refs", sbom->duplicate_ref_count);
    tell_count(out, "dangling-refs", sbom->dangling_ref_count);
    tell_count(out, "ignored", sbom->ignored_count);
    buf_add_char(out, '\n');
}

static void tell_component(struct buf *out, const struct sbom *sbom, uint32_t i)
{
    const struct sbom_component *c = &sbom->components[i];
    sbom_print_place(sbom, i, out);
    buf_format(out, ": %.*s %.*s", TEXT_ARG(c->name), TEXT_ARG(c->version));
    buf_add_z(out, c->is_package ? "" : " (no package)");
    buf_add_z(out, c->is_direct ? " (direct)" : "");
    buf_add_z(out, "\n   ");
    tell_text(out, "ecosystem", c->ecosystem);
    tell_text(out, "package", c->package);
    tell_text(out, "source", c->source_package);
    tell_text(out, "source-version", c->source_version);
    tell_text(out, "arch", c->arch);
    tell_text(out, "module", c->module);
    tell_text(out, "path", c->path);
    tell_text(out, "owner", c->owner_package);
    tell_text(out, "owner-of", c->owner_ecosystem);
    tell_text(out, "purl", c->purl);
    tell_text(out, "cpe", c->cpe);
    tell_text(out, "type", c->type);
    tell_text(out, "license", c->license);
    tell_text(out, "scope", c->scope);
    tell_text(out, "oddity", c->oddity);
    buf_add_char(out, '\n');
}

static void tell_end(struct buf *out, const struct sbom *sbom, uint32_t end)
{
    if (end == SBOM_ROOT)
        buf_add_z(out, "root");
    else
        sbom_print_place(sbom, end, out);
}

static const char *const kinds[SBOM_FACT_KINDS] = {
    [SBOM_FACT_SUPPLIER] = "supplier",
    [SBOM_FACT_MANUFACTURER] = "manufacturer",
    [SBOM_FACT_AUTHOR] = "author",
    [SBOM_FACT_PUBLISHER] = "publisher",
    [SBOM_FACT_DESCRIPTION] = "description",
    [SBOM_FACT_COPYRIGHT] = "copyright",
    [SBOM_FACT_COMMENT] = "comment",
    [SBOM_FACT_FILE_NAME] = "file-name",
    [SBOM_FACT_HASH] = "hash",
    [SBOM_FACT_REFERENCE] = "reference",
    [SBOM_FACT_IDENTIFIER] = "identifier",
    [SBOM_FACT_LICENSE_DECLARED] = "license-declared",
    [SBOM_FACT_LICENSE_TEXT] = "license-text",
    [SBOM_FACT_EVIDENCE] = "evidence",
    [SBOM_FACT_PEDIGREE] = "pedigree",
    [SBOM_FACT_COMPOSITION] = "composition",
    [SBOM_FACT_RELATION] = "relation",
    [SBOM_FACT_PROPERTY] = "property",
    [SBOM_FACT_SBOM_AUTHOR] = "sbom-author",
    [SBOM_FACT_SBOM_SUPPLIER] = "sbom-supplier",
    [SBOM_FACT_SBOM_MANUFACTURER] = "sbom-manufacturer",
    [SBOM_FACT_SBOM_LIFECYCLE] = "sbom-lifecycle",
    [SBOM_FACT_SBOM_LICENSE] = "sbom-license",
    [SBOM_FACT_SBOM_COMMENT] = "sbom-comment",
};

static void tell_facts(struct buf *out, const struct sbom *sbom)
{
    for (size_t i = 0; i < sbom->fact_count; i++) {
        const struct sbom_fact *fact = &sbom->facts[i];
        tell_end(out, sbom, fact->component);
        buf_format(out, " %s", kinds[fact->kind]);
        if (fact->key.len)
            buf_format(out, "[%.*s]", TEXT_ARG(fact->key));
        buf_add_z(out, ": ");
        /* One line each. */
        for (size_t k = 0; k < fact->value.len; k++)
            buf_add_char(out, fact->value.at[k] == '\n' ? '|' : fact->value.at[k]);
        buf_add_char(out, '\n');
    }
}

static void tell_oddities(struct buf *out, const struct sbom *sbom)
{
    for (size_t i = 0; i < sbom->oddity_count; i++)
        buf_format(out, "! %.*s: %.*s\n", TEXT_ARG(sbom->oddities[i].place),
            TEXT_ARG(sbom->oddities[i].what));
}

static void tell(struct buf *out, const struct sbom *sbom)
{
    tell_head(out, sbom);
    for (uint32_t i = 0; i < sbom->component_count; i++)
        tell_component(out, sbom, i);
    for (size_t i = 0; i < sbom->edge_count; i++) {
        tell_end(out, sbom, sbom->edges[i].from);
        buf_add_z(out, " -> ");
        tell_end(out, sbom, sbom->edges[i].to);
        buf_add_char(out, '\n');
    }
    tell_facts(out, sbom);
    tell_oddities(out, sbom);
}

static void assert_same_lines(struct text told, struct text wanted, const char *name)
{
    for (size_t line = 1; told.at || wanted.at; line++) {
        struct text a = told.at ? text_cut(&told, '\n') : TEXT("(end)");
        struct text b = wanted.at ? text_cut(&wanted, '\n') : TEXT("(end)");
        if (!text_eq(a, b))
            fail_msg("%s:%zu: \"%.*s\" is not \"%.*s\"", name, line, TEXT_ARG(a), TEXT_ARG(b));
    }
}

/* The caller frees. */
static void tell_file(struct buf *out, const char *file)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    buf_init(out, SIZE_MAX);
    arena_init(&arena, LIMIT_SBOM_ARENA);
    if (!sbom_read_file(&sbom, file, &arena, &err))
        fail_msg("%s", err.text);
    tell(out, &sbom);
    arena_done(&arena);
}

static void check_sample(const char *file, const char *wanted_file)
{
    struct buf told, wanted;
    struct err err = {0};
    buf_init(&wanted, SIZE_MAX);
    tell_file(&told, file);
    if (!file_read(&wanted, wanted_file, &err))
        fail_msg("%s\n%s", err.text, told.at);
    assert_same_lines(buf_text(&told), buf_text(&wanted), wanted_file);
    buf_done(&told);
    buf_done(&wanted);
}

static struct text behind_format(const struct buf *told)
{
    ptrdiff_t at = text_find_text(buf_text(told), TEXT(" SPDX-"));
    assert_true(at > 0);
    return text_from(buf_text(told), (size_t)at);
}

static void assert_same(const char *first, const char *other)
{
    struct buf a, b;
    tell_file(&a, first);
    tell_file(&b, other);
    assert_same_lines(behind_format(&b), behind_format(&a), other);
    buf_done(&a);
    buf_done(&b);
}

/* One document gives one inventory, whatever it is written in. */
static void test_same_in_every_syntax(void **state)
{
    (void)state;
    assert_same("tests/data/sbom/acme.spdx.json", "tests/data/sbom/acme.tag.spdx");
    assert_same("tests/data/sbom/acme.spdx.json", "tests/data/sbom/acme.spdx.yaml");
    assert_same("tests/data/sbom/acme.spdx.json", "tests/data/sbom/acme.spdx.xml");
}

/* The standard's own example, when it lies beside the project. */
static void test_same_example(void **state)
{
    (void)state;
    char json[512], other[512];
    snprintf(json, sizeof json, "%s/sboms/spdx/SPDXJSONExample-v2.3.spdx.json", unit_shared());
    if (access(json, R_OK) != 0)
        skip();
    snprintf(other, sizeof other, "%s/sboms/spdx/SPDXTagExample-v2.3.spdx", unit_shared());
    assert_same(json, other);
    snprintf(other, sizeof other, "%s/sboms/spdx/SPDXXMLExample-v2.3.spdx.xml", unit_shared());
    assert_same(json, other);
}

static void check_sbom(const char *name)
{
    struct text file = text_of(name);
    if (text_ends(file, TEXT(".json")))
        file.len -= 5;
    char path[1024], wanted[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(wanted, sizeof wanted, "%s/%.*s.txt", folder, TEXT_ARG(file));
    check_sample(path, wanted);
}

/* The one file in a folder. */
static void check_lock(const char *name)
{
    char path[1024], wanted[1024];
    snprintf(path, sizeof path, "%s/%s", locks, name);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", locks, name, entry->d_name);
        snprintf(wanted, sizeof wanted, "%s/%s.txt", locks, name);
        check_sample(path, wanted);
    }
    closedir(dir);
}

/* Returns how many there are but for the texts that tell of them. */
static size_t check_all(const char *path, void (*check)(const char *name))
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || text_ends(text_of(entry->d_name), TEXT(".txt")))
            continue;
        check(entry->d_name);
        count++;
    }
    closedir(dir);
    return count;
}

static void test_samples(void **state)
{
    (void)state;
    assert_true(check_all(folder, check_sbom) >= 19);
}

static void test_lock_files(void **state)
{
    (void)state;
    assert_true(check_all(locks, check_lock) >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_same_in_every_syntax),
        cmocka_unit_test(test_same_example),
        cmocka_unit_test(test_lock_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
