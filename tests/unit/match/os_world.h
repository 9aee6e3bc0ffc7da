/* SPDX-License-Identifier: Apache-2.0 */
/* Records of vendors as OSV has them, imported, and an SBOM matched against them.
   Example: os_world_init(&w); os_world_know(&w, record); os_world_scan(&w, sbom); assert_int_equal(w.result.finding_count, 1);
            os_world_done(&w); */
#ifndef OS_WORLD_H
#define OS_WORLD_H

#include "unit.h"

#include <unistd.h>

#include "advisory/advisory_import.h"
#include "advisory/advisory_index.h"
#include "match/match.h"

struct os_world {
    struct arena arena;
    char folder[40], index_path[64];
    size_t record_count;
    struct advisory_index *index;
    struct sbom sbom;
    struct match_result result;
};

static inline void os_world_init(struct os_world *w)
{
    *w = (struct os_world){0};
    arena_init(&w->arena, SIZE_MAX);
    snprintf(w->folder, sizeof w->folder, "/tmp/kenzen-os.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->index_path, sizeof w->index_path, "%s.kzi", w->folder);
}

static inline void os_world_done(struct os_world *w)
{
    char path[80];
    advisory_index_free(w->index);
    arena_done(&w->arena);
    for (size_t i = 0; i < w->record_count; i++) {
        snprintf(path, sizeof path, "%s/%zu.json", w->folder, i);
        unlink(path);
    }
    rmdir(w->folder);
    unlink(w->index_path);
    snprintf(path, sizeof path, "%s.lock", w->index_path);
    unlink(path);
}

static inline void os_world_know(struct os_world *w, const char *record)
{
    char path[80];
    snprintf(path, sizeof path, "%s/%zu.json", w->folder, w->record_count++);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(record, file);
    fclose(file);
}

/* Imports what is known, as one source. */
static inline void os_world_import(struct os_world *w)
{
    struct advisory_import *import;
    struct err err = {0};
    if (!advisory_import_new(&import, w->index_path, NULL, &err) ||
        !advisory_import_add(import, w->folder, NULL, &err) ||
        !advisory_import_commit(import, true, &err))
        fail_msg("%s", err.text);
    advisory_import_free(import);
    if (!advisory_index_open(&w->index, w->index_path, &err))
        fail_msg("%s", err.text);
}

/* Matches a CycloneDX or SPDX document. */
static inline void os_world_scan(struct os_world *w, const char *document)
{
    struct err err = {0};
    if (!w->index)
        os_world_import(w);
    if (!sbom_read(&w->sbom, TEXT("bom.json"), text_of(document), &w->arena, &err) ||
        !match_sbom(&w->result, w->index, &w->sbom, &w->arena, &err))
        fail_msg("%s", err.text);
}

/* Matches one package: its package URL, and a property of its own or NULL. */
static inline void os_world_scan_purl(
    struct os_world *w, const char *purl, const char *property, const char *value)
{
    char document[2048], properties[512] = "";
    if (property)
        snprintf(properties, sizeof properties,
            ",\"properties\":[{\"name\":\"%s\",\"value\":\"%s\"}]", property, value);
    snprintf(document, sizeof document,
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
        "\"name\":\"it\",\"purl\":\"%s\"%s}]}",
        purl, properties);
    os_world_scan(w, document);
}

/* The ids that are affected, or undecidable behind a "?", sorted and joined by blanks. */
static inline const char *os_world_told(struct os_world *w)
{
    struct buf told;
    buf_init(&told, SIZE_MAX);
    struct text last = {"", 0};
    for (size_t i = 0; i < w->result.finding_count; i++) {
        const struct match_finding *next = NULL;
        for (size_t k = 0; k < w->result.finding_count; k++) {
            const struct match_finding *one = &w->result.findings[k];
            if (text_cmp(one->id, last) > 0 && (!next || text_cmp(one->id, next->id) < 0))
                next = one;
        }
        if (!next)
            break;
        last = next->id;
        buf_format(&told, "%s%s%.*s", told.len ? " " : "",
            next->answer == MATCH_UNDECIDABLE ? "?" : "", TEXT_ARG(next->id));
    }
    struct text kept = arena_text(&w->arena, buf_text(&told));
    buf_done(&told);
    return kept.len ? kept.at : "";
}

#endif
