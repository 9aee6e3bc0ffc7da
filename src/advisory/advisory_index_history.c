/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_history.h"

#include "advisory/advisory_index_tables.h"

/* The tables are written with each import, so they are to stay small; a change that is larger touches most services anyway. */
enum { STEPS_MAX = 64, CHANGES_MAX = 8192 };

void advisory_index_history_init(struct advisory_index_history *history)
{
    *history = (struct advisory_index_history){0};
    arena_init(&history->arena, SIZE_MAX);
}

void advisory_index_history_done(struct advisory_index_history *history)
{
    map_done(&history->known);
    map_done(&history->known_cves);
    VEC_DONE(&history->packages);
    VEC_DONE(&history->cves);
    VEC_DONE(history);
    arena_done(&history->arena);
}

static bool is_within(const struct layout_step *step, size_t packages, size_t cves)
{
    return step->package_first <= packages &&
           step->package_count <= packages - step->package_first && step->cve_first <= cves &&
           step->cve_count <= cves - step->cve_first;
}

static void copy_step(struct advisory_index_history *history, const struct advisory_index *old,
    const struct layout_step *step)
{
    const struct layout_section *packages = advisory_index_map_table(old, LAYOUT_CHANGED_PACKAGES);
    const struct layout_section *cves = advisory_index_map_table(old, LAYOUT_CHANGED_CVES);
    if (!is_within(step, packages->count, cves->count))
        return;
    struct layout_step *copy = VEC_ADD(history);
    *copy = *step;
    copy->package_first = (uint32_t)history->packages.len;
    copy->cve_first = (uint32_t)history->cves.len;
    for (uint32_t i = 0; i < step->package_count; i++) {
        struct layout_changed_package row = {0};
        (void)advisory_index_map_row(old, packages, step->package_first + i, &row, sizeof row);
        *VEC_ADD(&history->packages) =
            (struct history_package){advisory_index_map_table_text(old, row.ecosystem),
                advisory_index_map_table_text(old, row.package)};
    }
    for (uint32_t i = 0; i < step->cve_count; i++)
        (void)advisory_index_map_row(
            old, cves, step->cve_first + i, VEC_ADD(&history->cves), sizeof(uint64_t));
}

void advisory_index_history_open(
    struct advisory_index_history *history, const struct advisory_index *old)
{
    const struct layout_section *steps = advisory_index_map_table(old, LAYOUT_STEPS);
    struct layout_step row;
    size_t first = steps->count < STEPS_MAX ? 0 : steps->count - STEPS_MAX + 1;
    for (size_t i = first; advisory_index_map_row(old, steps, i, &row, sizeof row); i++)
        copy_step(history, old, &row);
    struct layout_step *own = VEC_ADD(history);
    memcpy(own->from, old->header.digest, sizeof own->from);
    own->package_first = (uint32_t)history->packages.len;
    own->cve_first = (uint32_t)history->cves.len;
}

void advisory_index_history_drop(struct advisory_index_history *history)
{
    if (history->len)
        history->len--;
}

static struct layout_step *own_step(struct advisory_index_history *history)
{
    history->is_over |= history->packages.len + history->cves.len >= CHANGES_MAX;
    return history->is_over || history->len == 0 ? NULL : &history->at[history->len - 1];
}

static void add_package(
    struct advisory_index_history *history, const struct advisory_affected *affected)
{
    struct layout_step *step = own_step(history);
    if (!step || !affected->package.len)
        return;
    struct text key = arena_format(&history->arena, "%.*s%c%.*s", TEXT_ARG(affected->ecosystem),
        '\0', TEXT_ARG(affected->package));
    if (!map_add(&history->known, key, 0, NULL))
        return;
    *VEC_ADD(&history->packages) = (struct history_package){
        text_slice(key, 0, affected->ecosystem.len), text_from(key, affected->ecosystem.len + 1)};
    step->package_count++;
}

void advisory_index_history_add(
    struct advisory_index_history *history, const struct advisory *advisory)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        add_package(history, &advisory->affected[i]);
}

void advisory_index_history_add_cve(struct advisory_index_history *history, uint64_t cve)
{
    struct layout_step *step = own_step(history);
    if (!step)
        return;
    struct text key = arena_format(&history->arena, "%llx", (unsigned long long)cve);
    if (!map_add(&history->known_cves, key, 0, NULL))
        return;
    *VEC_ADD(&history->cves) = cve;
    step->cve_count++;
}

static void write_packages(const struct advisory_index_history *history, size_t count,
    struct advisory_index_file *file, struct buf *heap)
{
    advisory_index_file_section(file);
    for (size_t i = 0; i < count; i++) {
        struct layout_changed_package row = {
            advisory_index_tables_text(heap, history->packages.at[i].ecosystem),
            advisory_index_tables_text(heap, history->packages.at[i].package)};
        advisory_index_file_add(file, &row, sizeof row);
    }
    advisory_index_file_end_table(file, LAYOUT_CHANGED_PACKAGES, count);
}

/* Too many changes: nothing is told, and who asks looks at everything. */
void advisory_index_history_write(const struct advisory_index_history *history,
    struct advisory_index_file *file, struct buf *heap)
{
    bool is_told = !history->is_over;
    size_t steps = is_told ? history->len : 0, cves = is_told ? history->cves.len : 0;
    advisory_index_file_section(file);
    advisory_index_file_add(file, history->at, steps * sizeof *history->at);
    advisory_index_file_end_table(file, LAYOUT_STEPS, steps);
    write_packages(history, is_told ? history->packages.len : 0, file, heap);
    advisory_index_file_section(file);
    advisory_index_file_add(file, history->cves.at, cves * sizeof *history->cves.at);
    advisory_index_file_end_table(file, LAYOUT_CHANGED_CVES, cves);
}

/* -- reading -- */

struct reading {
    const struct advisory_index *index;
    struct advisory_changes *changes;
    struct arena *arena;
    struct map packages, cves;
};

static void read_packages(struct reading *reading, const struct layout_step *step)
{
    const struct layout_section *table =
        advisory_index_map_table(reading->index, LAYOUT_CHANGED_PACKAGES);
    for (uint32_t i = 0; i < step->package_count; i++) {
        struct layout_changed_package row;
        if (!advisory_index_map_row(
                reading->index, table, (size_t)step->package_first + i, &row, sizeof row))
            return;
        struct text ecosystem = advisory_index_map_table_text(reading->index, row.ecosystem);
        struct text package = advisory_index_map_table_text(reading->index, row.package);
        struct text key = arena_format(
            reading->arena, "%.*s%c%.*s", TEXT_ARG(ecosystem), '\0', TEXT_ARG(package));
        if (map_add(&reading->packages, key, 0, NULL))
            reading->changes->packages[reading->changes->package_count++] =
                (struct advisory_change){ecosystem, package};
    }
}

static void read_cves(struct reading *reading, const struct layout_step *step)
{
    const struct layout_section *table =
        advisory_index_map_table(reading->index, LAYOUT_CHANGED_CVES);
    for (uint32_t i = 0; i < step->cve_count; i++) {
        uint64_t key;
        if (!advisory_index_map_row(
                reading->index, table, (size_t)step->cve_first + i, &key, sizeof key))
            return;
        struct text cve = advisory_index_map_cve(key, reading->arena);
        if (map_add(&reading->cves, cve, 0, NULL))
            reading->changes->cves[reading->changes->cve_count++] = cve;
    }
}

static void read_steps(struct reading *reading, size_t first)
{
    const struct layout_section *steps = advisory_index_map_table(reading->index, LAYOUT_STEPS);
    struct layout_step step;
    for (size_t i = first; !reading->arena->is_spent &&
                           advisory_index_map_row(reading->index, steps, i, &step, sizeof step);
        i++) {
        read_packages(reading, &step);
        read_cves(reading, &step);
    }
}

/* Finds the step that leads away from the generation; the latest, since contents may come back. */
static bool find_step(const struct advisory_index *index, struct text digest, size_t *ret_step)
{
    const struct layout_section *steps = advisory_index_map_table(index, LAYOUT_STEPS);
    unsigned char from[SHA256_SIZE];
    if (!sha256_read(digest, from))
        return false;
    for (size_t i = steps->count; i > 0; i--) {
        struct layout_step step;
        if (advisory_index_map_row(index, steps, i - 1, &step, sizeof step) &&
            memcmp(step.from, from, sizeof from) == 0) {
            *ret_step = i - 1;
            return true;
        }
    }
    return false;
}

bool advisory_index_since(const struct advisory_index *index, struct text digest,
    struct advisory_changes *ret_changes, bool *ret_is_known, struct arena *arena, struct err *err)
{
    struct advisory_changes changes = {0};
    size_t step;
    bool is_same = text_eq(digest, advisory_index_digest(index));
    bool is_known = is_same || find_step(index, digest, &step);
    if (is_known && !is_same) {
        size_t packages = advisory_index_map_table(index, LAYOUT_CHANGED_PACKAGES)->count;
        size_t cves = advisory_index_map_table(index, LAYOUT_CHANGED_CVES)->count;
        /* Each row is told once, however the steps of a damaged file overlap, so the lists are long enough. */
        struct reading reading = {.index = index, .changes = &changes, .arena = arena};
        changes.packages = arena_take_array(arena, packages, sizeof *changes.packages);
        changes.cves = arena_take_array(arena, cves, sizeof *changes.cves);
        if (changes.packages && changes.cves)
            read_steps(&reading, step);
        map_done(&reading.packages);
        map_done(&reading.cves);
    }
    if (!arena_check(arena, err))
        return false;
    *ret_changes = changes;
    *ret_is_known = is_known;
    return true;
}
