/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "mint/mint.h"
#include "mint/mint_rows.h"

/* What a contract keeps of a class, as traits: "trait, value, trait, value …". */
enum { ATTRIBUTES = 8 };

static bool print_call(const struct badge_class *class, struct buf *out, struct err *err)
{
    struct buf svg;
    char level[16];
    snprintf(level, sizeof level, "%d", class->level);
    buf_init(&svg, SIZE_MAX);
    badge_art_draw(&svg, &class->art);
    struct abi_value attributes[ATTRIBUTES] = {abi_bytes(TEXT("Kind")),
        abi_bytes(text_of(badge_kind_word(class->kind))), abi_bytes(TEXT("Difficulty")),
        abi_bytes(text_of(badge_difficulty_word(class->difficulty))), abi_bytes(TEXT("Series")),
        abi_bytes(class->series), abi_bytes(TEXT("Level")), abi_bytes(text_of(level))};
    const struct abi_value values[] = {abi_u64((uint64_t)class->number), abi_bytes(class->name),
        abi_bytes(class->description), abi_bytes(buf_text(&svg)), abi_list(attributes, ATTRIBUTES)};
    bool is_fine = abi_print_call(out, TEXT("defineClass(uint256,string,string,string,string[])"),
        values, LEN_OF(values), err);
    buf_done(&svg);
    return is_fine;
}

static bool order_one(struct db *db, const struct mint *mint, const struct badge_class *class,
    int64_t id, int64_t now_us, struct err *err)
{
    struct buf data;
    int64_t tx_id;
    buf_init(&data, SIZE_MAX);
    bool is_fine = print_call(class, &data, err) &&
                   chain_tx_add(db,
                       &(struct chain_tx_order){.chain_id = mint->chain_id,
                           .purpose = MINT_CLASS_PURPOSE,
                           .object_id = id,
                           .to = {(const char *)mint->contract.at, ADDRESS_SIZE},
                           .data = buf_text(&data)},
                       now_us, &tx_id, err);
    buf_done(&data);
    return is_fine;
}

static const struct badge_class *find_number(
    const struct badge_class *classes, size_t count, int number)
{
    for (size_t i = 0; i < count; i++)
        if (classes[i].number == number)
            return &classes[i];
    return NULL;
}

/* The contract takes classes in their order alone, so those before are ordered first; sent twice, one is refused there. */
static bool order_up_to(struct db *db, const struct mint *mint, const struct badge_class *classes,
    size_t count, int64_t now_us, struct err *err)
{
    for (int number = 0; number <= mint->number; number++) {
        const struct badge_class *class = find_number(classes, count, number);
        int64_t id;
        if (!class)
            return err_set(err, ERR_SYSTEM, "there is no class of number %d", number);
        if (!mint_rows_add_class(db, mint, number, now_us, &id, err) ||
            (id && !order_one(db, mint, class, id, now_us, err)))
            return false;
    }
    return true;
}

bool mint_class_order(struct db *db, const struct mint *mint, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct badge_class *classes;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = badge_class_list(db, &arena, &classes, &count, err) &&
                   order_up_to(db, mint, classes, count, now_us, err);
    arena_done(&arena);
    return is_fine;
}

bool mint_class_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return mint_rows_step_class(db, tx->object_id, true, err);
}

bool mint_class_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return mint_rows_step_class(db, tx->object_id, false, err);
}
