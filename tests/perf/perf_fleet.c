/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a made-up fleet, the same for the same seed on every machine: perf_fleet FOLDER [--seed N] [--scale S]
   FOLDER/sboms/NNNNN.cdx.json   the SBOMs of 3,000 services, 1.7 GB, 600,000 components, 75,000 distinct package versions
   FOLDER/osv/ECOSYSTEM/all.zip  300,000 advisories, 5 % of those versions affected
   FOLDER/large.cdx.json         one SBOM of 300,000 distinct components
   FOLDER/new/ID.json            an advisory for a package that 800 of the services have
   FOLDER/fleet.json             what was written, counted, with the SHA-256 of all JSON (how zlib packs it differs)
   --scale 0.001 makes a thousandth of it all. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/attr.h"
#include "base/file.h"
#include "codec/sha256.h"
#include "fleet_osv.h"
#include "fleet_sbom.h"

struct fleet {
    struct fleet_world world;
    const char *folder;
    struct buf out;
    struct sha256 *hash;
    struct archive *zip;
    char new_id[64];
    uint64_t sbom_bytes, large_bytes, advisory_bytes;
    int64_t component_count, record_count, counts[FLEET_POOLS];
    uint32_t least, most;
};

static void NORETURN die(const char *what, const char *why)
{
    fprintf(stderr, "perf_fleet: %s: %s\n", what, why);
    exit(3);
}

static void make_folder(const struct fleet *fleet, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", fleet->folder, name);
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        die(path, strerror(errno));
}

/* Writes out, and empties it. */
static void write_out(struct fleet *fleet, const char *name)
{
    struct err err = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", fleet->folder, name);
    if (!file_write(path, buf_text(&fleet->out), &err))
        die(path, err.text);
    sha256_add(fleet->hash, buf_text(&fleet->out));
    buf_cut(&fleet->out, 0);
}

static void write_sboms(struct fleet *fleet)
{
    struct fleet_sbom sbom = {0};
    char name[64];
    uint32_t *sizes = calloc(fleet->world.sbom_count, sizeof *sizes);
    if (!sizes)
        abort();
    fleet_sbom_sizes(&fleet->world, sizes);
    make_folder(fleet, "sboms");
    fleet->least = UINT32_MAX;
    for (uint32_t i = 0; i < fleet->world.sbom_count; i++) {
        fleet_sbom_plan(&sbom, &fleet->world, i + 1, sizes[i]);
        fleet_sbom_print(&sbom, &fleet->world, &fleet->out);
        for (size_t k = 0; k < sbom.items.len; k++)
            fleet->counts[sbom.items.at[k].pool->number]++;
        fleet->component_count += (int64_t)sbom.items.len;
        fleet->sbom_bytes += fleet->out.len;
        fleet->least = sizes[i] < fleet->least ? sizes[i] : fleet->least;
        fleet->most = sizes[i] > fleet->most ? sizes[i] : fleet->most;
        snprintf(name, sizeof name, "sboms/%05u.cdx.json", i + 1);
        write_out(fleet, name);
    }
    fleet_sbom_plan_large(&sbom, &fleet->world);
    fleet_sbom_print(&sbom, &fleet->world, &fleet->out);
    fleet->large_bytes = fleet->out.len;
    write_out(fleet, "large.cdx.json");
    VEC_DONE(&sbom.items);
    free(sizes);
}

static void add_to_zip(void *context, const char *id, struct text record)
{
    struct fleet *fleet = context;
    char name[96];
    struct archive_entry *entry = archive_entry_new();
    snprintf(name, sizeof name, "%s.json", id);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1785542400, 0);
    archive_entry_set_size(entry, (int64_t)record.len);
    if (archive_write_header(fleet->zip, entry) != ARCHIVE_OK ||
        archive_write_data(fleet->zip, record.at, record.len) != (la_ssize_t)record.len)
        die(id, archive_error_string(fleet->zip));
    archive_entry_free(entry);
    sha256_add(fleet->hash, record);
    fleet->advisory_bytes += record.len;
    fleet->record_count++;
}

static void open_zip(struct fleet *fleet, const char *dump)
{
    char path[1024];
    snprintf(path, sizeof path, "osv/%s", dump);
    make_folder(fleet, path);
    snprintf(path, sizeof path, "%s/osv/%s/all.zip", fleet->folder, dump);
    fleet->zip = archive_write_new();
    if (archive_write_set_format_zip(fleet->zip) != ARCHIVE_OK ||
        archive_write_set_options(fleet->zip, "zip:compression-level=1") != ARCHIVE_OK ||
        archive_write_open_filename(fleet->zip, path) != ARCHIVE_OK)
        die(path, archive_error_string(fleet->zip));
}

static bool is_first_of_dump(const struct fleet_world *world, unsigned number)
{
    for (unsigned i = 0; i < number; i++)
        if (strcmp(world->pools[i].row->dump, world->pools[number].row->dump) == 0)
            return false;
    return true;
}

static void write_dumps(struct fleet *fleet)
{
    struct fleet_osv osv;
    fleet_osv_init(&osv, &fleet->world, add_to_zip, fleet);
    make_folder(fleet, "osv");
    for (unsigned i = 0; i < FLEET_POOLS; i++) {
        const char *dump = fleet->world.pools[i].row->dump;
        if (!is_first_of_dump(&fleet->world, i))
            continue;
        open_zip(fleet, dump);
        for (unsigned k = i; k < FLEET_POOLS; k++)
            if (strcmp(fleet->world.pools[k].row->dump, dump) == 0)
                fleet_osv_print_pool(&osv, &fleet->world.pools[k]);
        if (archive_write_free(fleet->zip) != ARCHIVE_OK)
            die(dump, "cannot be written whole");
    }
    fleet_osv_done(&osv);
}

static void add_new(void *context, const char *id, struct text record)
{
    struct fleet *fleet = context;
    char name[96];
    snprintf(fleet->new_id, sizeof fleet->new_id, "%s", id);
    snprintf(name, sizeof name, "new/%s.json", id);
    make_folder(fleet, "new");
    buf_add(&fleet->out, record);
    write_out(fleet, name);
}

static void write_new(struct fleet *fleet)
{
    struct fleet_osv osv;
    fleet_osv_init(&osv, &fleet->world, add_new, fleet);
    osv.flaw = 10000000; /* beyond all others */
    for (unsigned i = 0; i < FLEET_POOLS; i++)
        if (fleet->world.pools[i].row->style == FLEET_GO)
            fleet_osv_print_new(&osv, &fleet->world.pools[i]);
    fleet_osv_done(&osv);
}

/* Of the versions that some service has: how many there are, and how many a record affects. */
static void count_versions(
    const struct fleet_world *world, uint64_t *ret_distinct, uint64_t *ret_hit)
{
    *ret_distinct = *ret_hit = 0;
    for (unsigned i = 0; i < FLEET_POOLS; i++) {
        const struct fleet_pool *pool = &world->pools[i];
        for (uint32_t k = 0; k < pool->entry_count; k++) {
            const struct fleet_entry *entry = &pool->entries[k];
            *ret_distinct += entry->seen_in != 0;
            *ret_hit +=
                entry->seen_in != 0 && entry->version < fleet_osv_fixed(world, pool, entry->source);
        }
    }
    *ret_distinct += world->everywhere_count < FLEET_VERSIONS_MOST ? world->everywhere_count
                                                                   : FLEET_VERSIONS_MOST;
}

static void write_manifest(struct fleet *fleet, uint64_t seed, double scale)
{
    struct fleet_json j = {.out = &fleet->out, .is_indented = true};
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    uint64_t distinct, hit;
    count_versions(&fleet->world, &distinct, &hit);
    sha256_end(fleet->hash, digest);
    fleet->hash = sha256_new();
    fleet_json_open(&j, NULL, '{');
    fleet_json_number(&j, "seed", seed);
    fleet_json_text(&j, "scale", "%g", scale);
    fleet_json_number(&j, "sboms", fleet->world.sbom_count);
    fleet_json_number(&j, "sbom_bytes", fleet->sbom_bytes);
    fleet_json_number(&j, "components", (uint64_t)fleet->component_count);
    fleet_json_number(&j, "least_components", fleet->least);
    fleet_json_number(&j, "most_components", fleet->most);
    fleet_json_number(&j, "distinct_versions", distinct);
    fleet_json_number(&j, "affected_versions", hit);
    fleet_json_number(&j, "large_components", (uint64_t)fleet->world.large_count);
    fleet_json_number(&j, "large_bytes", fleet->large_bytes);
    fleet_json_number(&j, "advisories", (uint64_t)fleet->record_count);
    fleet_json_number(&j, "advisory_bytes", fleet->advisory_bytes);
    fleet_json_z(&j, "new_advisory", fleet->new_id);
    fleet_json_number(&j, "new_advisory_services", fleet->world.everywhere_count);
    fleet_json_open(&j, "components_by_ecosystem", '{');
    for (unsigned i = 0; i < FLEET_POOLS; i++)
        fleet_json_number(&j, fleet->world.pools[i].row->ecosystem, (uint64_t)fleet->counts[i]);
    fleet_json_close(&j, '}');
    fleet_json_z(&j, "sha256", sha256_print(digest, hex));
    fleet_json_close(&j, '}');
    write_out(fleet, "fleet.json");
    sha256_end(fleet->hash, NULL);
}

int main(int argc, char **argv)
{
    uint64_t seed = 1;
    double scale = 1;
    bool is_good = argc >= 2 && argc % 2 == 0;
    for (int i = 2; is_good && i < argc; i += 2) {
        struct text option = text_of(argv[i]), value = text_of(argv[i + 1]);
        is_good = (text_is(option, "--seed") && text_read_u64(value, &seed)) ||
                  (text_is(option, "--scale") && text_read_double(value, &scale) && scale > 0 &&
                      scale <= 4);
    }
    if (!is_good) {
        fprintf(stderr, "usage: perf_fleet FOLDER [--seed N] [--scale S]\n");
        return 2;
    }
    struct fleet fleet = {.folder = argv[1], .hash = sha256_new()};
    buf_init(&fleet.out, SIZE_MAX);
    make_folder(&fleet, "");
    fleet_world_init(&fleet.world, seed, (int64_t)(scale * 1000000 + 0.5));
    write_sboms(&fleet);
    write_dumps(&fleet);
    write_new(&fleet);
    write_manifest(&fleet, seed, scale);
    fleet_world_done(&fleet.world);
    buf_done(&fleet.out);
    return 0;
}
