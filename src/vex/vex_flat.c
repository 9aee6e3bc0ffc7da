/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_flat.h"

#include <stddef.h>

#include "base/limits.h"

/* Numbers are in little-endian order, since they are kept; a text is its length and its bytes. */
static const char magic[] = "KZVEX1";

static const size_t head_texts[] = {
    offsetof(struct vex, spec_version),
    offsetof(struct vex, id),
    offsetof(struct vex, version),
    offsetof(struct vex, author),
};

static const size_t product_texts[] = {
    offsetof(struct vex_product, id),
    offsetof(struct vex_product, name),
    offsetof(struct vex_product, version),
    offsetof(struct vex_product, range),
    offsetof(struct vex_product, purl),
    offsetof(struct vex_product, cpe),
    offsetof(struct vex_product, serial),
    offsetof(struct vex_product, ref),
};

static const size_t statement_texts[] = {
    offsetof(struct vex_statement, vulnerability),
    offsetof(struct vex_statement, impact),
    offsetof(struct vex_statement, action),
    offsetof(struct vex_statement, place),
};

/* -- writing -- */

static void put_number(struct buf *out, uint64_t number)
{
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(number >> 8 * i & 0xff);
    buf_add(out, (struct text){bytes, sizeof bytes});
}

static void put_text(struct buf *out, struct text text)
{
    put_number(out, text.len);
    buf_add(out, text);
}

static void put_texts(struct buf *out, const void *owner, const size_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text text;
        memcpy(&text, (const char *)owner + offsets[i], sizeof text);
        put_text(out, text);
    }
}

static void put_head(struct buf *out, const struct vex *vex)
{
    buf_add_z(out, magic);
    put_number(out, vex->format);
    put_texts(out, vex, head_texts, LEN_OF(head_texts));
    put_number(out, (uint64_t)vex->issued_us);
    put_number(out, (uint64_t)vex->said_us);
    put_number(out, vex->odd_count);
    put_number(out, vex->oddity_count);
    for (size_t i = 0; i < vex->oddity_count; i++)
        put_text(out, vex->oddities[i]);
}

static void put_product(struct buf *out, const struct vex_product *product)
{
    put_texts(out, product, product_texts, LEN_OF(product_texts));
    put_number(out, product->hash_count);
    for (size_t i = 0; i < product->hash_count; i++) {
        put_text(out, product->hashes[i].algorithm);
        put_text(out, product->hashes[i].value);
    }
}

static void put_statement(struct buf *out, const struct vex_statement *statement)
{
    put_texts(out, statement, statement_texts, LEN_OF(statement_texts));
    put_number(out, statement->alias_count);
    for (size_t i = 0; i < statement->alias_count; i++)
        put_text(out, statement->aliases[i]);
    put_number(out, statement->status);
    put_number(out, statement->justification);
    put_number(out, (uint64_t)statement->said_us);
    put_number(out, statement->target_count);
    for (size_t i = 0; i < statement->target_count; i++) {
        put_number(out, statement->targets[i].product);
        put_number(out, statement->targets[i].component);
    }
}

void vex_flat_write(const struct vex *vex, struct buf *out)
{
    put_head(out, vex);
    put_number(out, vex->product_count);
    for (size_t i = 0; i < vex->product_count; i++)
        put_product(out, &vex->products[i]);
    put_number(out, vex->statement_count);
    for (size_t i = 0; i < vex->statement_count; i++)
        put_statement(out, &vex->statements[i]);
}

/* Each product stands once for each time that it is named: statements are short. */
void vex_flat_write_statement(
    const struct vex *vex, const struct vex_statement *statement, struct buf *out)
{
    struct vex_statement alone = *statement;
    size_t count = 0;
    put_head(out, &(struct vex){.format = vex->format});
    for (size_t i = 0; i < statement->target_count; i++)
        count += statement->targets[i].component == VEX_NONE ? 1 : 2;
    put_number(out, count);
    for (size_t i = 0; i < statement->target_count; i++) {
        const struct vex_target *target = &statement->targets[i];
        put_product(out, &vex->products[target->product]);
        if (target->component != VEX_NONE)
            put_product(out, &vex->products[target->component]);
    }
    put_number(out, 1);
    alone.target_count = 0;
    put_statement(out, &alone);
    out->len -= sizeof(uint64_t); /* the number of targets, which follow as they stand now */
    put_number(out, statement->target_count);
    for (size_t i = 0, at = 0; i < statement->target_count; i++) {
        bool is_whole = statement->targets[i].component == VEX_NONE;
        put_number(out, at++);
        put_number(out, is_whole ? VEX_NONE : at++);
    }
}

/* -- reading -- */

struct reader {
    struct text rest;
    struct arena *arena;
    bool is_bad;
};

static uint64_t take_number(struct reader *reader, uint64_t most)
{
    uint64_t number = 0;
    if (reader->rest.len < sizeof number) {
        reader->is_bad = true;
        return 0;
    }
    for (size_t i = 0; i < sizeof number; i++)
        number |= (uint64_t)(unsigned char)reader->rest.at[i] << 8 * i;
    reader->rest = text_from(reader->rest, sizeof number);
    reader->is_bad = reader->is_bad || number > most;
    return reader->is_bad ? 0 : number;
}

/* A count of things that take at least 8 bytes each: more than there can be is none. */
static size_t take_count(struct reader *reader, size_t most)
{
    size_t count = (size_t)take_number(reader, most);
    reader->is_bad = reader->is_bad || count > reader->rest.len / sizeof(uint64_t);
    return reader->is_bad ? 0 : count;
}

static struct text take_text(struct reader *reader)
{
    size_t len = (size_t)take_number(reader, reader->rest.len);
    struct text text = text_slice(reader->rest, 0, len);
    reader->is_bad = reader->is_bad || text.len != len;
    reader->rest = text_from(reader->rest, len);
    return text;
}

static void take_texts(struct reader *reader, void *owner, const size_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text text = take_text(reader);
        memcpy((char *)owner + offsets[i], &text, sizeof text);
    }
}

static void *take_room(struct reader *reader, size_t count, size_t size)
{
    void *room = arena_take_array(reader->arena, count, size);
    reader->is_bad = reader->is_bad || !room;
    return room;
}

static struct text *take_list(struct reader *reader, size_t most, size_t *ret_count)
{
    size_t count = take_count(reader, most);
    struct text *list = take_room(reader, count, sizeof *list);
    for (size_t i = 0; i < count && !reader->is_bad; i++)
        list[i] = take_text(reader);
    *ret_count = count;
    return list;
}

static void take_head(struct reader *reader, struct vex *vex)
{
    struct text front = text_slice(reader->rest, 0, sizeof magic - 1);
    reader->is_bad = !text_is(front, magic);
    reader->rest = text_from(reader->rest, front.len);
    vex->format = (enum vex_format)take_number(reader, VEX_FORMATS - 1);
    take_texts(reader, vex, head_texts, LEN_OF(head_texts));
    vex->issued_us = (int64_t)take_number(reader, UINT64_MAX);
    vex->said_us = (int64_t)take_number(reader, UINT64_MAX);
    vex->odd_count = take_number(reader, INT64_MAX);
    vex->oddities = take_list(reader, LIMIT_VEX_ODDITIES, &vex->oddity_count);
}

static void take_product(struct reader *reader, struct vex_product *product)
{
    take_texts(reader, product, product_texts, LEN_OF(product_texts));
    product->hash_count = take_count(reader, LIMIT_VEX_HASHES);
    product->hashes = take_room(reader, product->hash_count, sizeof *product->hashes);
    for (size_t i = 0; i < product->hash_count && !reader->is_bad; i++) {
        product->hashes[i].algorithm = take_text(reader);
        product->hashes[i].value = take_text(reader);
    }
}

static uint32_t take_index(struct reader *reader, size_t count, bool may_be_none)
{
    uint32_t index = (uint32_t)take_number(reader, UINT32_MAX);
    bool is_good = index < count || (may_be_none && index == VEX_NONE);
    reader->is_bad = reader->is_bad || !is_good;
    return index;
}

static void take_statement(
    struct reader *reader, struct vex_statement *statement, size_t product_count)
{
    take_texts(reader, statement, statement_texts, LEN_OF(statement_texts));
    statement->aliases = take_list(reader, LIMIT_VEX_ALIASES, &statement->alias_count);
    statement->status = (enum vex_status)take_number(reader, VEX_STATUSES - 1);
    statement->justification = (enum vex_justification)take_number(reader, VEX_JUSTIFICATIONS - 1);
    statement->said_us = (int64_t)take_number(reader, UINT64_MAX);
    statement->target_count = take_count(reader, LIMIT_VEX_TARGETS);
    statement->targets = take_room(reader, statement->target_count, sizeof *statement->targets);
    for (size_t i = 0; i < statement->target_count && !reader->is_bad; i++) {
        statement->targets[i].product = take_index(reader, product_count, false);
        statement->targets[i].component = take_index(reader, product_count, true);
    }
}

bool vex_flat_read(struct vex *ret_vex, struct text bytes, struct arena *arena, struct err *err)
{
    struct vex vex = {0};
    struct reader reader = {.rest = bytes, .arena = arena};
    take_head(&reader, &vex);
    vex.product_count = take_count(&reader, LIMIT_VEX_PRODUCTS);
    vex.products = take_room(&reader, vex.product_count, sizeof *vex.products);
    for (size_t i = 0; i < vex.product_count && !reader.is_bad; i++)
        take_product(&reader, &vex.products[i]);
    vex.statement_count = take_count(&reader, LIMIT_VEX_STATEMENTS);
    vex.statements = take_room(&reader, vex.statement_count, sizeof *vex.statements);
    for (size_t i = 0; i < vex.statement_count && !reader.is_bad; i++)
        take_statement(&reader, &vex.statements[i], vex.product_count);
    if (!arena_check(arena, err))
        return false;
    if (reader.is_bad || reader.rest.len)
        return err_set(err, ERR_SYNTAX, "what was read of the VEX document is damaged");
    *ret_vex = vex;
    return true;
}
