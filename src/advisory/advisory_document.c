/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_document.h"

#include "advisory/cve5.h"
#include "advisory/eol.h"
#include "advisory/epss.h"
#include "advisory/kev.h"
#include "advisory/osv.h"
#include "base/limits.h"
#include "codec/unpack.h"
#include "codec/yaml.h"

#define RECORD_ARENA (16 * LIMIT_ADVISORY_BYTES)

static struct advisory_tally *begin(
    struct advisory_document_group *group, enum advisory_tally_kind kind)
{
    if (!group->is_begun[kind]) {
        group->is_begun[kind] = true;
        group->batches[kind] = advisory_index_write_batch(group->writer);
        group->tallies[kind].kind = kind;
    }
    return &group->tallies[kind];
}

static bool read_osv(struct advisory_document_group *group, yyjson_val *root, struct err *err)
{
    struct arena arena;
    struct advisory advisory;
    arena_init(&arena, RECORD_ARENA);
    bool is_fine = osv_read(&advisory, root, &arena, err);
    if (is_fine) {
        struct advisory_tally *tally = begin(group, TALLY_OSV);
        is_fine =
            advisory_index_write_record(group->writer, group->batches[TALLY_OSV], &advisory, err);
        if (is_fine)
            advisory_tally_add(tally, &advisory, group->arena);
    }
    arena_done(&arena);
    return is_fine;
}

/* The facts of the CVE, and what its record says of products by CPE. */
static bool write_cve(struct advisory_document_group *group, const struct cve5 *cve,
    const struct advisory *advisory, struct err *err)
{
    struct advisory_tally *tally = begin(group, TALLY_CVE);
    uint32_t batch = group->batches[TALLY_CVE];
    if (!advisory_index_write_facts(group->writer, batch, cve->id, &cve->facts, err) ||
        (advisory->affected_count &&
            !advisory_index_write_record(group->writer, batch, advisory, err)))
        return false;
    advisory_tally_add_facts(tally);
    if (cve->updated_us > tally->newest_us)
        tally->newest_us = cve->updated_us;
    return true;
}

static bool read_cve(struct advisory_document_group *group, yyjson_val *root, struct err *err)
{
    struct arena arena;
    struct cve5 cve;
    struct advisory advisory;
    arena_init(&arena, RECORD_ARENA);
    bool is_fine = cve5_read(&cve, root, err) &&
                   cve5_to_advisory(&advisory, &cve, root, &arena, err) &&
                   write_cve(group, &cve, &advisory, err);
    arena_done(&arena);
    return is_fine;
}

/* Puts one entry of a catalogue in, or counts why not. */
static void add_entry(struct advisory_document_group *group, enum advisory_tally_kind kind,
    struct text cve, const struct advisory_facts *facts)
{
    struct err why = {0};
    struct advisory_tally *tally = &group->tallies[kind];
    if (advisory_index_write_facts(group->writer, group->batches[kind], cve, facts, &why))
        advisory_tally_add_facts(tally);
    else
        advisory_reasons_add(&tally->refused, TEXT("not a CVE id"), cve, group->arena);
}

static bool read_kev(struct advisory_document_group *group, yyjson_val *root, struct err *err)
{
    struct kev kev;
    yyjson_val *item;
    size_t i, count;
    if (!kev_read(&kev, root, err))
        return false;
    struct advisory_tally *tally = begin(group, TALLY_KEV);
    tally->newest_us = kev.released_us;
    tally->edition = arena_text(group->arena, kev.version);
    yyjson_arr_foreach(kev.entries, i, count, item)
    {
        struct err why = {0};
        struct text cve;
        struct advisory_facts facts;
        if (kev_read_entry(item, i, &cve, &facts, &why))
            add_entry(group, TALLY_KEV, cve, &facts);
        else
            advisory_reasons_add(
                &tally->refused, text_of(why.text), json_get_text(item, "cveID"), group->arena);
    }
    return true;
}

static bool read_epss(struct advisory_document_group *group, struct text text, struct err *err)
{
    struct epss epss;
    if (!epss_read(&epss, text, err))
        return false;
    struct advisory_tally *tally = begin(group, TALLY_EPSS);
    tally->newest_us = epss.date_us;
    tally->edition = arena_text(group->arena, epss.model);
    struct err why = {0};
    for (struct epss_row row; epss_read_row(&epss, &row, &why);) {
        if (row.fault)
            advisory_reasons_add(&tally->refused, text_of(row.fault), row.cve, group->arena);
        else
            add_entry(group, TALLY_EPSS, row.cve, &row.facts);
    }
    epss_done(&epss);
    if (why.code == ERR_NONE)
        return true;
    group->is_begun[TALLY_EPSS] = false; /* half a file is none: its batch goes nowhere */
    return err_set(err, why.code, "%s", why.text);
}

static bool take_cycle(const struct eol_cycle *cycle, void *context, struct err *err)
{
    struct advisory_document_group *group = context;
    struct arena arena;
    arena_init(&arena, RECORD_ARENA);
    struct advisory advisory = eol_to_advisory(cycle, &arena);
    bool is_fine = arena_check(&arena, err) && advisory_index_write_record(group->writer,
                                                   group->batches[TALLY_EOL], &advisory, err);
    if (is_fine)
        advisory_tally_add(&group->tallies[TALLY_EOL], &advisory, group->arena);
    arena_done(&arena);
    return is_fine;
}

/* A product that cannot be read is counted; what was read of it before stays. */
static bool read_product(struct advisory_document_group *group, const struct eol *eol,
    yyjson_val *product, size_t i, struct err *err)
{
    struct err why = {0};
    struct arena arena;
    arena_init(&arena, RECORD_ARENA);
    bool is_read = eol_read_product(eol, product, i, take_cycle, group, &arena, &why);
    arena_done(&arena);
    if (is_read)
        return true;
    if (why.code == ERR_SYSTEM)
        return err_set(err, why.code, "%s", why.text);
    advisory_reasons_add(&group->tallies[TALLY_EOL].refused, text_of(why.text),
        json_get_text(product, "name"), group->arena);
    return true;
}

static bool read_eol(struct advisory_document_group *group, yyjson_val *root, struct err *err)
{
    struct eol eol;
    yyjson_val *product;
    size_t i, count;
    if (!eol_read(&eol, root, err))
        return false;
    begin(group, TALLY_EOL);
    if (!yyjson_is_arr(eol.products))
        return read_product(group, &eol, eol.products, 0, err);
    yyjson_arr_foreach(eol.products, i, count, product)
    {
        if (!read_product(group, &eol, product, i, err))
            return false;
    }
    return true;
}

static bool read_json(struct advisory_document_group *group, struct text text, struct err *err)
{
    struct json json;
    if (!json_read(&json, text, err))
        return false;
    yyjson_val *root = json_root(&json);
    bool is_fine;
    if (osv_is(root))
        is_fine = read_osv(group, root, err);
    else if (cve5_is(root))
        is_fine = read_cve(group, root, err);
    else if (kev_is(root))
        is_fine = read_kev(group, root, err);
    else if (eol_is(root))
        is_fine = read_eol(group, root, err);
    else
        is_fine = err_set(err, ERR_UNSUPPORTED,
            "neither an OSV record nor a CVE record nor the KEV catalogue nor the products of endoflife.date");
    json_done(&json);
    return is_fine;
}

static bool read_yaml(struct advisory_document_group *group, struct text text, struct err *err)
{
    struct buf json;
    buf_init(&json, 8 * LIMIT_ADVISORY_BYTES);
    bool is_fine = yaml_to_json(&json, text, err) && read_json(group, buf_text(&json), err);
    buf_done(&json);
    return is_fine;
}

static bool is_yaml(struct text name)
{
    return text_ends(name, TEXT(".yaml")) || text_ends(name, TEXT(".yml")) ||
           text_ends(name, TEXT(".yaml.gz")) || text_ends(name, TEXT(".yml.gz"));
}

static bool read_plain(
    struct advisory_document_group *group, struct text name, struct text text, struct err *err)
{
    /* A byte order mark may lead any of them. */
    struct text body = text_starts(text, TEXT("\xef\xbb\xbf")) ? text_from(text, 3) : text;
    if (epss_is(body))
        return read_epss(group, body, err);
    if (is_yaml(name))
        return read_yaml(group, body, err);
    struct text start = text_trim(text_slice(body, 0, 256));
    if (start.len == 0 && body.len <= 256)
        return err_set(err, ERR_SYNTAX, "is empty");
    if (start.len && start.at[0] != '{' && start.at[0] != '[' && !text_ends(name, TEXT(".json")))
        return err_set(err, ERR_UNSUPPORTED, "neither JSON nor YAML nor the CSV of EPSS");
    return read_json(group, text, err);
}

bool advisory_document_read(
    struct advisory_document_group *group, struct text name, struct text bytes, struct err *err)
{
    if (!unpack_is_packed(bytes))
        return read_plain(group, name, bytes, err);
    struct buf plain;
    buf_init(&plain, LIMIT_FEED_BYTES);
    bool is_fine =
        unpack_read(&plain, bytes, err) && read_plain(group, name, buf_text(&plain), err);
    buf_done(&plain);
    return is_fine;
}
