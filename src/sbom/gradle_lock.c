/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/gradle_lock.h"

#include "sbom/sbom_lock.h"

/* "testCompileClasspath", "androidTestRuntimeClasspath" */
static bool is_for_tests(struct text configuration)
{
    return text_starts(configuration, TEXT("test")) ||
           text_find_text(configuration, TEXT("Test")) >= 0;
}

static bool are_all_for_tests(struct text configurations)
{
    bool is_only = configurations.len > 0;
    while (configurations.at)
        is_only &= is_for_tests(text_cut(&configurations, ','));
    return is_only;
}

static bool read_line(struct sbom_lock *lock, struct text line, const struct json_place *at)
{
    struct text configurations = line, module = text_cut(&configurations, '=');
    ptrdiff_t end = text_find_last(module, ':');
    uint32_t component;
    if (!line.len || line.at[0] == '#' || text_is(module, "empty"))
        return true;
    if (!configurations.at || end <= 0 || text_find(module, ':') == end)
        return json_place_fail(at, lock->err, ERR_SYNTAX, "not group:name:version=configurations");
    struct sbom_lock_entry entry = {.ref = module,
        .name = text_slice(module, 0, (size_t)end),
        .version = text_from(module, (size_t)end + 1)};
    if (!sbom_lock_add(lock, &entry, at, &component))
        return false;
    if (are_all_for_tests(configurations))
        lock->build->sbom->components[component].scope = TEXT("excluded");
    return true;
}

bool gradle_lock_read(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct sbom_lock lock;
    sbom_lock_init(&lock, build, "maven", err);
    bool is_read = sbom_lock_each_line(&lock, bytes, read_line) && sbom_lock_finish(&lock);
    sbom_lock_done(&lock);
    return is_read;
}
